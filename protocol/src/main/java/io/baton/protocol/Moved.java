package io.baton.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What goes with a connection from the worker that has served it to the next one.
 *
 * @param leftover the bytes that were read beyond the last whole request, in Base64; null if there are none. Only the two
 *     workers look at it
 * @param requests how many requests of this connection were answered
 * @param ageMs how long ago it was accepted
 */
public record Moved(@Nullable String leftover, long requests, long ageMs) {

    /** The most bytes that may be left over, before they are encoded. */
    public static final int MAX_LEFTOVER = 32 * 1024;

    private static final int MAX_ENCODED = (MAX_LEFTOVER + 2) / 3 * 4;

    public Moved {
        if (leftover != null && leftover.length() > MAX_ENCODED) {
            throw new IllegalArgumentException(
                    "leftover: " + leftover.length() + " characters (expected: at most " + MAX_ENCODED + ")");
        }
    }
}
