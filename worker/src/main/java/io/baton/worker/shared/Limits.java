package io.baton.worker.shared;

import io.baton.worker.spi.Shared;
import io.baton.worker.spi.SharedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The limits of arguments, whatever keeps the state. They are checked in the worker: what is refused is not sent. Any thread. */
public final class Limits {

    /** A longer life counts as this one. Redis adds it to the milliseconds since 1970, and the sum must fit into 63 bits. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

    private Limits() {}

    /**
     * The name under which a key or a topic is kept.
     *
     * @param prefix of all names of an application
     * @throws SharedException if it is empty or too long
     */
    public static byte[] key(String prefix, String key) {
        // Without making bytes of a key of many megabytes.
        byte[] name = key.length() > Shared.MAX_KEY ? new byte[0] : (prefix + key).getBytes(StandardCharsets.UTF_8);
        int length = name.length == 0 ? key.length() : name.length - prefix.length();
        if (length < 1 || length > Shared.MAX_KEY) {
            throw new SharedException("a key of " + (name.length == 0 ? "more than " + Shared.MAX_KEY : length)
                    + " bytes (expected: 1 to " + Shared.MAX_KEY + ")");
        }
        return name;
    }

    /**
     * Checks a value or a message.
     *
     * @throws SharedException if it is too long
     */
    public static void value(byte[] value) {
        if (value.length > Shared.MAX_VALUE) {
            throw new SharedException(
                    "a value of " + value.length + " bytes (expected: at most " + Shared.MAX_VALUE + ")");
        }
    }

    /**
     * A life in milliseconds.
     *
     * @throws SharedException if it is shorter than one
     */
    public static long life(Duration life) {
        if (life.compareTo(Duration.ofMillis(1)) < 0) {
            throw new SharedException("a life of " + life + " (expected: at least 1 ms)");
        }
        return life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE.toMillis() : life.toMillis();
    }
}
