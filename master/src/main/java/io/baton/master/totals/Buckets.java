package io.baton.master.totals;

/** The bounds of the buckets in which durations are counted. They are names of time series, so they do not change. */
public final class Buckets {

    private static final long NANOS_PER_US = 1_000;

    private static final long[] HANDOFF = {50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000};
    private static final long[] START = {
        100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000, 180_000_000
    };
    private static final long[] RELOAD = {
        1_000_000, 2_500_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000, 180_000_000, 600_000_000
    };

    private Buckets() {}

    /** From the send of a connection to the worker's answer. */
    public static long[] handoffNanos() {
        return nanos(HANDOFF);
    }

    /** From the order to start a worker until it is ready. */
    public static long[] startNanos() {
        return nanos(START);
    }

    /** Of a whole reload. */
    public static long[] reloadNanos() {
        return nanos(RELOAD);
    }

    private static long[] nanos(long[] us) {
        long[] nanos = new long[us.length];
        for (int i = 0; i < us.length; i++) {
            nanos[i] = us[i] * NANOS_PER_US;
        }
        return nanos;
    }
}
