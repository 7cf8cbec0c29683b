package io.baton.protocol;

import java.util.Map;

/**
 * The numbers that a JVM worker takes on its command line, as {@code --name value}. Range and default stand here once: the
 * worker reads its arguments by this table, and the master checks what an operator says against the same one.
 */
public enum WorkerOption {
    /** For a request's head, from its first byte. */
    HEADER_TIMEOUT("header-timeout", Unit.MILLISECONDS, 1, Most.DAY_MS, 10_000),
    /** For a request's body, from the end of its head. */
    BODY_TIMEOUT("body-timeout", Unit.MILLISECONDS, 1, Most.DAY_MS, 30_000),
    /** For a connection to be idle, or for a client not to read. */
    KEEP_ALIVE_TIMEOUT("keep-alive-timeout", Unit.MILLISECONDS, 1, Most.DAY_MS, 65_000),
    /** Of a request line. */
    MAX_REQUEST_LINE("max-request-line", Unit.BYTES, 1, Most.MEBIBYTE, 8 * 1024),
    /** Of all header fields of a request together. */
    MAX_HEADER_BYTES("max-header-bytes", Unit.BYTES, 1, Most.MEBIBYTE, 32 * 1024),
    /** Header fields of a request: each costs many times its bytes. */
    MAX_HEADER_FIELDS("max-header-fields", Unit.ONE, 1, 10_000, 100),
    /** Of a request body. */
    MAX_BODY("max-body", Unit.BYTES, 1, Most.PEBIBYTE, 1024 * 1024),
    /** Open connections. Default: as many as the process has descriptors and memory for. */
    MAX_CONNECTIONS("max-connections", Unit.ONE, 1, 10_000_000, WorkerOption.NONE),
    /** For connections that cannot move, once their worker drains. Default: the whole drain. */
    DRAIN_BUDGET("drain-budget", Unit.MILLISECONDS, 1, Most.DAY_MS, WorkerOption.NONE),
    /** Computations at once. Default: the worker's share of the cores. */
    COMPUTE_THREADS("compute-threads", Unit.ONE, 1, 1024, WorkerOption.NONE),
    /** Computations that may wait. */
    COMPUTE_QUEUE("compute-queue", Unit.ONE, 1, 1024, 16),
    /** For a computation, from its request: 17 of eight seconds each are done by then, one after another. */
    COMPUTE_TIMEOUT("compute-timeout", Unit.MILLISECONDS, 1, Most.DAY_MS, 300_000);

    /** The default of an option whose default depends on the machine. */
    public static final int NONE = 0;

    /** What a number counts. */
    public enum Unit {
        MILLISECONDS,
        BYTES,
        ONE
    }

    /** The largest values of more than one option. */
    private interface Most {
        long DAY_MS = 24 * 60 * 60 * 1000;
        long MEBIBYTE = 1 << 20;
        long PEBIBYTE = 1L << 50;
    }

    private final String text;
    private final Unit unit;
    private final long least;
    private final long most;
    private final long byDefault;

    WorkerOption(String text, Unit unit, long least, long most, long byDefault) {
        this.text = text;
        this.unit = unit;
        this.least = least;
        this.most = most;
        this.byDefault = byDefault;
    }

    /** What the number counts. */
    public Unit unit() {
        return unit;
    }

    /** The smallest value. */
    public long least() {
        return least;
    }

    /** The largest value. */
    public long most() {
        return most;
    }

    /** The value if the command line has none; {@link #NONE} if it depends on the machine. */
    public long byDefault() {
        return byDefault;
    }

    /**
     * The value among those of a command line, or the default.
     *
     * @param values by name, without the dashes
     * @throws IllegalArgumentException if it is no number, or one outside the range
     */
    public long in(Map<String, String> values) {
        String value = values.get(text);
        if (value == null) {
            return byDefault;
        }
        try {
            // A sign is for no range here; parseLong takes a plus.
            long number = value.startsWith("+") ? least - 1 : Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(outside(value), e);
        }
        throw new IllegalArgumentException(outside(value));
    }

    private String outside(String value) {
        return "--" + text + ": " + value + " (expected: " + least + ".." + most + ")";
    }

    /** The name on the command line, without the dashes. */
    @Override
    public String toString() {
        return text;
    }
}
