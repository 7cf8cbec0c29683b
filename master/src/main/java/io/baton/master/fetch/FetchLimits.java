package io.baton.master.fetch;

/**
 * How much one question may cost.
 *
 * @param ms from the question to the end of the answer, {@code >= 1}
 * @param bodyBytes the longest body that is read, {@code >= 0}
 */
public record FetchLimits(long ms, int bodyBytes) {

    /** The longest body that is read unless told otherwise: 4 MiB. */
    public static final int BODY_BYTES = 4 << 20;

    public FetchLimits {
        if (ms < 1) {
            throw new IllegalArgumentException("ms: " + ms + " (expected: >= 1)");
        }
        if (bodyBytes < 0) {
            throw new IllegalArgumentException("bodyBytes: " + bodyBytes + " (expected: >= 0)");
        }
    }

    /** So many milliseconds, and a body of at most 4 MiB. */
    public static FetchLimits ofMs(long ms) {
        return new FetchLimits(ms, BODY_BYTES);
    }
}
