package io.baton.worker.http;

/**
 * The sum of 0, 1, 2 ... below a count, of doubles added one after the other. Every rounding happens where JavaScript
 * rounds, so the last digit is the same. Computed by one thread; any thread may cancel and watch it.
 */
final class Sum {
    /**
     * How many additions come between two looks at the flag: some 0.1 ms, short beside a cancel and short enough for a
     * safepoint.
     */
    private static final int STRIDE = 1 << 16;

    private final long count;

    private volatile long added;
    private volatile boolean cancelled;

    Sum(long count) {
        this.count = count;
    }

    /** Adds up the numbers. When cancelled it returns soon, and the result has no meaning. */
    double compute() {
        double sum = 0;
        long done = 0;
        while (done < count && !cancelled) {
            int additions = (int) Math.min(STRIDE, count - done);
            sum = add(sum, done, additions);
            done += additions;
            added = done;
        }
        return sum;
    }

    private static double add(double start, long from, int additions) {
        double sum = start;
        double next = from;
        for (int i = 0; i < additions; i++) {
            sum += next;
            next += 1;
        }
        return sum;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** How many additions there are. */
    long count() {
        return count;
    }

    /** How many additions are done. */
    long added() {
        return added;
    }
}
