package io.baton.master.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an operator can decide: how it is called, how its values are written, what it is by default, and how the
 * help explains it. Everything else that knows options, from the command line to the README's tables, is a view of the keys
 * in {@link Keys}. Immutable.
 *
 * @param <T> what a value is
 */
public final class Key<T> {

    /** The text that sets a key which is a flag without a value. */
    public static final String THERE = "on";

    private final String name;
    private final Scope scope;
    private final Topic topic;
    private final Syntax<T> syntax;
    private final @Nullable T byDefault;
    /** The default in words; null for a value that speaks for itself. */
    private final @Nullable String defaultWords;

    private final String shortFlag;
    private final @Nullable String variable;
    private final boolean variableIsValue;
    private final String label;
    private final String help;
    /** Null for the name with underscores, which is only made when a file is read. */
    private final @Nullable String path;

    private final boolean namesFile;

    private Key(Draft<T> draft, String help) {
        this.name = draft.name;
        this.scope = draft.scope;
        this.topic = draft.topic;
        this.syntax = draft.syntax;
        this.byDefault = draft.byDefault;
        this.defaultWords = draft.defaultWords;
        this.shortFlag = draft.shortFlag;
        this.variable = draft.variable;
        this.variableIsValue = draft.variableIsValue;
        this.label = draft.label;
        this.path = draft.path;
        this.namesFile = draft.namesFile;
        this.help = help;
    }

    /** The name, as {@code kill-timeout}. */
    public String name() {
        return name;
    }

    /** Names on the command line: {@code -p} and {@code --port}. */
    public List<String> flags() {
        return shortFlag.isEmpty() ? List.of("--" + name) : List.of(shortFlag, "--" + name);
    }

    /** Its place in a configuration file, as {@code kill_timeout}, or {@code jvm.heap_total} within an object. */
    public String path() {
        return path == null ? name.replace('-', '_') : path;
    }

    /** Whether a value is the path of a file. A relative one in a configuration file begins at the directory of that file. */
    public boolean namesFile() {
        return namesFile;
    }

    /** The environment variable of Baton's that stands in for the flag, as {@code BATON_KILL_TIMEOUT}. */
    public String ownVariable() {
        return Variables.PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** A customary environment variable that stands in for the flag, if there is one. */
    public @Nullable String variable() {
        return variable;
    }

    /** To which part of a master a value belongs. */
    public Scope scope() {
        return scope;
    }

    /** Under which heading the help lists it. */
    public Topic topic() {
        return topic;
    }

    /** What stands for a value in the help, as {@code D}; empty for a flag that has none. */
    public String label() {
        return label;
    }

    /** What a value does, in sentences. */
    public String help() {
        return help;
    }

    /** The default in words, as {@code 28s} or {@code $PORT, else 3000}. */
    public String defaultText() {
        return variableIsValue ? "$" + variable + ", else " + defaultWithoutVariable() : defaultWithoutVariable();
    }

    private String defaultWithoutVariable() {
        String words = defaultWords;
        if (words == null) {
            words = byDefault == null ? "none" : syntax.show(byDefault);
        }
        return words;
    }

    /** The default as an operator would write it; in words if it depends on the machine or on other keys. */
    String defaultValue() {
        String shown = byDefault == null ? "" : syntax.show(byDefault);
        return shown.isEmpty() ? defaultWithoutVariable() : shown;
    }

    /** Whether a command line may name it several times. */
    public boolean isRepeatable() {
        return syntax.isRepeatable();
    }

    /** One of several values in a list, as a text that {@link #parse} reads as that one. */
    public String element(String text) {
        return syntax.element(text);
    }

    /** What values there are, as in {@code expected: a duration as 30s}. */
    public String expected() {
        return syntax.expected();
    }

    /** What editors are told about a value, in the words of JSON Schema. */
    public Map<String, Object> schema() {
        return syntax.schema();
    }

    /** The default; null if it depends on the machine or on other keys. */
    @Nullable
    T byDefault() {
        return byDefault;
    }

    /**
     * Reads a value.
     *
     * @throws ConfigException if the text is none, or the value is outside the range
     */
    T parse(String text, Source source) {
        T value;
        try {
            value = syntax.parse(text);
        } catch (ConfigException e) {
            throw new ConfigException(source + ": " + e.getMessage());
        }
        syntax.require(source.name(), value);
        return value;
    }

    /** A value as an operator would write it. */
    String show(T value) {
        return syntax.show(value);
    }

    /** The value of a key that was given several times. */
    T join(T first, T second) {
        return syntax.join(first, second);
    }

    /**
     * Refuses a value outside the range.
     *
     * @throws ConfigException if it is one
     */
    void require(T value) {
        syntax.require(name, value);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    /** A key that is being written into a table; {@link #help} ends it. */
    static final class Draft<T> {
        private final List<Key<?>> table;
        private final String name;
        private final Scope scope;
        private final Topic topic;
        private final Syntax<T> syntax;

        private @Nullable T byDefault;
        private @Nullable String defaultWords;
        private String shortFlag = "";
        private @Nullable String variable;
        private boolean variableIsValue;
        private String label;
        private @Nullable String path;
        private boolean namesFile;

        Draft(List<Key<?>> table, Scope scope, Topic topic, String name, Syntax<T> syntax) {
            this.table = table;
            this.scope = scope;
            this.topic = topic;
            this.name = name;
            this.syntax = syntax;
            this.label = syntax.label();
        }

        Draft<T> byDefault(T value) {
            byDefault = value;
            return this;
        }

        /** A default that the help explains. */
        Draft<T> byDefault(T value, String words) {
            byDefault = value;
            defaultWords = words;
            return this;
        }

        /** A default that depends on the machine or on other keys. */
        Draft<T> otherwise(String words) {
            defaultWords = words;
            return this;
        }

        Draft<T> shortFlag(String flag) {
            shortFlag = flag;
            return this;
        }

        /** An environment variable that holds a value and is asked before the default. */
        Draft<T> variable(String name) {
            variable = name;
            variableIsValue = true;
            return this;
        }

        /** An environment variable that decides the default, as the words explain. */
        Draft<T> variable(String name, String words) {
            variable = name;
            defaultWords = words;
            return this;
        }

        /** What stands for a value in the help, where the values themselves are too many. */
        Draft<T> label(String text) {
            label = text;
            return this;
        }

        /** Its place in a configuration file, where that is not its name with underscores. */
        Draft<T> inFile(String place) {
            path = place;
            return this;
        }

        /** A value is the path of a file or directory. */
        Draft<T> namesFile() {
            namesFile = true;
            return this;
        }

        Key<T> help(String sentences) {
            Key<T> key = new Key<>(this, sentences);
            table.add(key);
            return key;
        }
    }
}
