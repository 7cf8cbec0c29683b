package io.baton.protocol;

/**
 * What a worker can do beyond Node's protocol. It says so in the extra field {@code baton} of its {@code online}. A
 * process that says nothing is plain Node and gets {@link #NODE}.
 *
 * @param version the version of Baton's additions, {@code >= 1}; 0 for plain Node
 * @param window how many handles may be sent before the first is accepted, {@code 1..1024}
 */
public record Capabilities(int version, int window) {

    /** A plain Node process: one handle at a time. */
    public static final Capabilities NODE = new Capabilities(0, 1);

    /** The capabilities of this version of Baton. */
    public static final Capabilities BATON = new Capabilities(3, 16);

    private static final int MOVES = 2;
    private static final int METRICS = 3;

    private static final int MAX_WINDOW = 1024;

    /** Whether the process takes connections that others have served, and gives its own back. */
    public boolean movesConnections() {
        return version >= MOVES;
    }

    /** Whether the process can be asked for the metrics that its application counts by itself. */
    public boolean tellsMetrics() {
        return version >= METRICS;
    }

    public Capabilities {
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("window: " + window + " (expected: 1.." + MAX_WINDOW + ")");
        }
    }
}
