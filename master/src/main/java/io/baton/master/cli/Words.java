package io.baton.master.cli;

import io.baton.master.cli.Usage.Option;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a verb, taken apart. Not by picocli, whose classes take longer to load than a short command runs. */
public final class Words {

    private final List<String> all;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();

    private boolean help;

    private Words(List<String> all) {
        this.all = all;
    }

    /**
     * Takes them apart.
     *
     * @throws ConfigException if the verb has no such options, or another number of arguments
     */
    public static Words parse(Usage usage, List<String> given) {
        Words words = new Words(given);
        boolean onlyArguments = false;
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            if (onlyArguments || !isOption(word)) {
                words.arguments.add(word);
            } else if (word.equals("--")) {
                onlyArguments = true;
            } else if (word.equals("--help") || word.equals("-h")) {
                words.help = true;
            } else {
                i += words.option(usage, word, i + 1 < given.size() ? given.get(i + 1) : null);
            }
        }
        if (!words.help) {
            words.requireCount(usage);
        }
        return words;
    }

    /** For a verb that takes them apart itself. */
    public static Words untouched(List<String> given) {
        Words words = new Words(List.copyOf(given));
        int end = given.indexOf("--");
        List<String> own = end < 0 ? given : given.subList(0, end);
        words.help = own.contains("--help") || own.contains("-h");
        return words;
    }

    /** The options that the usage has, up to a {@code --}; everything else is an argument, in its order. */
    public static Words known(Usage usage, List<String> given) {
        Words words = new Words(List.copyOf(given));
        int i = 0;
        for (; i < given.size() && !given.get(i).equals("--"); i++) {
            String word = given.get(i);
            int sign = word.startsWith("--") ? word.indexOf('=') : -1;
            if (usage.option(sign < 0 ? word : word.substring(0, sign)) == null) {
                words.arguments.add(word);
            } else {
                i += words.option(usage, word, i + 1 < given.size() ? given.get(i + 1) : null);
            }
        }
        words.arguments.addAll(given.subList(i, given.size()));
        return words;
    }

    /** Such as {@code -1} is an argument: {@code scale api -1}. */
    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-' && !Character.isDigit(word.charAt(1));
    }

    /** Takes an option. Returns 1 if the next word is its value. */
    private int option(Usage usage, String word, @Nullable String next) {
        int sign = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = sign < 0 ? word : word.substring(0, sign);
        @Nullable Option option = usage.option(name);
        if (option == null) {
            throw unknown(usage, name);
        }
        if (option.label().isEmpty()) {
            if (sign >= 0) {
                throw new ConfigException(name + ": has no value");
            }
            options.put(option.name(), "");
            return 0;
        }
        if (sign < 0 && next == null) {
            throw new ConfigException(name + ": nothing (expected: " + option.label() + ")");
        }
        options.put(option.name(), sign < 0 ? String.valueOf(next) : word.substring(sign + 1));
        return sign < 0 ? 1 : 0;
    }

    private static ConfigException unknown(Usage usage, String name) {
        List<String> names = new ArrayList<>(List.of("--help"));
        for (Option option : usage.options()) {
            names.addAll(option.names());
        }
        return new ConfigException(name + ": no such option" + Nearest.hint(name, names));
    }

    private void requireCount(Usage usage) {
        if (arguments.size() < usage.fewest()) {
            throw new ConfigException("an argument is missing (expected: " + usage.arguments() + ")");
        }
        if (arguments.size() > usage.most()) {
            throw new ConfigException(arguments.get(usage.most()) + ": one argument too many"
                    + (usage.arguments().isEmpty() ? "" : " (expected: " + usage.arguments() + ")"));
        }
    }

    /** Whether the help is asked for. */
    public boolean wantHelp() {
        return help;
    }

    /** All words as they were given. */
    public List<String> all() {
        return all;
    }

    /** The words that are no options. */
    public List<String> arguments() {
        return arguments;
    }

    /** One of them. */
    public String argument(int index) {
        return arguments.get(index);
    }

    /** Whether an option was given. */
    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** The value of an option. */
    public @Nullable String value(String option) {
        return options.get(option);
    }

    /** A duration in milliseconds. */
    public long milliseconds(String option, long otherwise) {
        @Nullable String text = options.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            return Units.milliseconds(text);
        } catch (ConfigException e) {
            throw new ConfigException(option + ": " + e.getMessage());
        }
    }

    /** A whole number from 0 on. */
    public long number(String option, long otherwise) {
        @Nullable String text = options.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new ConfigException(option + ": " + text + " (expected: a whole number from 0 on)");
    }
}
