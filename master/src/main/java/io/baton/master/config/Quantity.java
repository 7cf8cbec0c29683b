package io.baton.master.config;

/**
 * What every number of the configuration must pass. The upper bounds leave room for arithmetic: ten years are less than a
 * thirtieth of what nanoseconds in a {@code long} can count, and a pebibyte is a thousandth of what bytes can.
 */
public final class Quantity {

    /** The longest duration: ten years, in milliseconds. */
    public static final long MAX_MS = 3_650L * 24 * 60 * 60 * 1000;

    /** The largest size: a pebibyte. */
    public static final long MAX_BYTES = 1L << 50;

    /** The largest number of requests. */
    static final long MAX_REQUESTS = 1_000_000_000_000_000L;

    private Quantity() {}

    /** A duration in milliseconds from {@code least} to ten years. */
    static void requireMs(String name, long value, long least) {
        require(name, value, least, MAX_MS, "ms");
    }

    /** A duration in milliseconds from {@code least} to {@code most}. */
    static void requireMs(String name, long value, long least, long most) {
        require(name, value, least, most, "ms");
    }

    /** A size in bytes from {@code least} to a pebibyte. */
    static void requireBytes(String name, long value, long least) {
        require(name, value, least, MAX_BYTES, "bytes");
    }

    /** A number of requests from {@code least} on. */
    static void requireRequests(String name, long value, long least) {
        require(name, value, least, MAX_REQUESTS, "requests");
    }

    private static void require(String name, long value, long least, long most, String unit) {
        if (value < least || value > most) {
            throw new ConfigException(
                    name + ": " + value + " " + unit + " (expected: " + least + ".." + most + " " + unit + ")");
        }
    }
}
