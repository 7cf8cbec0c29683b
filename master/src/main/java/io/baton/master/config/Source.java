package io.baton.master.config;

/**
 * Where the value of a {@link Key} was said.
 *
 * @param rank which of two sources is obeyed
 * @param name for messages, as {@code --port} or {@code PORT}
 */
public record Source(Rank rank, String name) {

    /** The default of the key. */
    public static final Source DEFAULT = new Source(Rank.DEFAULT, "default");

    /** The kinds of sources; a later one is stronger. */
    public enum Rank {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        FLAG
    }

    /** The command line. */
    public static Source flag(Key<?> key) {
        return new Source(Rank.FLAG, "--" + key.name());
    }

    /**
     * A place in a configuration file.
     *
     * @param line from 1 on
     * @param column from 1 on
     */
    public static Source file(String file, int line, int column) {
        return new Source(Rank.FILE, file + ":" + line + ":" + column);
    }

    /** An environment variable. */
    public static Source variable(String name) {
        return new Source(Rank.ENVIRONMENT, name);
    }

    /** Whether this one is obeyed where both have a value. */
    boolean isStrongerThan(Source other) {
        return rank.compareTo(other.rank) > 0;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
