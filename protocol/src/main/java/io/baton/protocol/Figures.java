package io.baton.protocol;

/**
 * What a worker counts, as a row of 64-bit numbers that its master can read. The numbers of its answers stand in one block for
 * each class of status codes, 1xx to 5xx: how many took how long, then all nanoseconds together.
 */
public final class Figures {

    /** The descriptor of the row in a worker whose master wants it. */
    public static final int DESCRIPTOR = 4;

    /** The variable that tells a worker of the descriptor. */
    public static final String VARIABLE = "BATON_FIGURES_FD";

    /** Part of the name of the file, by which a worker knows that the descriptor is the row. */
    public static final String FILE = "baton-figures";

    /** {@link #FORMAT} once the worker writes here. */
    public static final int MADE = 0;

    /** Connections that are open now. */
    public static final int OPEN = 1;

    /** Computations that run now. */
    public static final int RUNNING = 2;

    /** Computations that wait now. */
    public static final int WAITING = 3;

    /** Bytes of the heap that are used now. */
    public static final int HEAP = 4;

    /** The longest time that the event loop was late within the last second, in nanoseconds. */
    public static final int LAG = 5;

    /** The first number that only grows. */
    public static final int FIRST_COUNTER = 6;

    /** Requests that were answered and have no class here. */
    public static final int UNCLASSED = 6;

    /** Bytes that clients have sent, as far as they are counted. */
    public static final int RECEIVED = 7;

    /** Bytes of answers. */
    public static final int SENT = 8;

    /** Milliseconds that the garbage collector took. */
    public static final int GC_MS = 9;

    /** The first block of answers. */
    private static final int BLOCKS = 16;

    /** How many classes of status codes there are. */
    public static final int CLASSES = 5;

    private static final long NANOS_PER_US = 1_000;

    /** The longest duration of each bucket in microseconds; one more has the longer ones. They are names of time series. */
    private static final int[] BOUNDS_US = {
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000
    };

    private static final int BLOCK = BOUNDS_US.length + 2;

    /** How many numbers there are. */
    public static final int LENGTH = BLOCKS + CLASSES * BLOCK;

    /** The only format so far. */
    public static final long FORMAT = 1;

    private Figures() {}

    /** How many buckets there are. */
    public static int buckets() {
        return BOUNDS_US.length + 1;
    }

    /** The longest duration of a bucket in nanoseconds; {@link Long#MAX_VALUE} for the last one. */
    public static long boundNanos(int bucket) {
        return bucket < BOUNDS_US.length ? BOUNDS_US[bucket] * NANOS_PER_US : Long.MAX_VALUE;
    }

    /**
     * Where the answers of a class stand.
     *
     * @param status of the answer, as 404
     * @param nanos that it took
     */
    public static int index(int status, long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_US.length && nanos > BOUNDS_US[bucket] * NANOS_PER_US) {
            bucket++;
        }
        return block(status / 100) + bucket;
    }

    /** Where the first bucket of a class stands, {@code 1} to {@code 5}. */
    public static int block(int statusClass) {
        return BLOCKS + (Math.min(CLASSES, Math.max(1, statusClass)) - 1) * BLOCK;
    }

    /** Where all nanoseconds of a class stand. */
    public static int sum(int statusClass) {
        return block(statusClass) + BLOCK - 1;
    }
}
