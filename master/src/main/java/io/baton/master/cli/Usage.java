package io.baton.master.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a verb is used: what its arguments may be and what its help says. Filled by chained calls.
 */
public final class Usage {

    private final String arguments;
    private final String does;
    private final List<Option> options = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private final List<Integer> codes = new ArrayList<>();

    private String notes = "";
    private int fewest;
    private int most;
    private boolean all;

    /**
     * One option.
     *
     * @param names as {@code --lines}, the long one first
     * @param label of its value, as {@code N}; empty for a switch
     */
    public record Option(List<String> names, String label, String help) {

        /** The long name. */
        public String name() {
            return names.get(0);
        }
    }

    private Usage(String arguments, String does) {
        this.arguments = arguments;
        this.does = does;
    }

    /**
     * A verb without arguments.
     *
     * @param arguments as {@code NAME|ID|all...}, for people
     * @param does a sentence or two
     */
    public static Usage of(String arguments, String does) {
        return new Usage(arguments, does);
    }

    /** How many arguments there may be that are no options. */
    public Usage count(int atLeast, int atMost) {
        fewest = atLeast;
        most = atMost;
        return this;
    }

    /** The verb takes its arguments apart itself. */
    public Usage takingAll() {
        all = true;
        return this;
    }

    /** Whether the verb takes its arguments apart itself. */
    public boolean takesAll() {
        return all;
    }

    /** A switch. */
    public Usage flag(String name, String help) {
        options.add(new Option(List.of(name), "", help));
        return this;
    }

    /** An option with a value. */
    public Usage option(String name, String label, String help) {
        options.add(new Option(List.of(name), label, help));
        return this;
    }

    /** Another name of the option that was added last. */
    public Usage or(String name) {
        Option last = options.remove(options.size() - 1);
        options.add(new Option(List.of(last.name(), name), last.label(), last.help()));
        return this;
    }

    /** What else there is to say. */
    public Usage notes(String text) {
        notes = text;
        return this;
    }

    /** A command line, without the name of the program. */
    public Usage example(String words) {
        examples.add(words);
        return this;
    }

    /** The exit codes that it has. */
    public Usage codes(int... all) {
        for (int code : all) {
            codes.add(code);
        }
        return this;
    }

    /** The arguments, for people. */
    public String arguments() {
        return arguments;
    }

    String does() {
        return does;
    }

    String notes() {
        return notes;
    }

    int fewest() {
        return fewest;
    }

    int most() {
        return most;
    }

    /** The options. */
    public List<Option> options() {
        return options;
    }

    List<String> examples() {
        return examples;
    }

    List<Integer> codes() {
        return codes;
    }

    @Nullable
    Option option(String name) {
        for (Option option : options) {
            if (option.names().contains(name)) {
                return option;
            }
        }
        return null;
    }
}
