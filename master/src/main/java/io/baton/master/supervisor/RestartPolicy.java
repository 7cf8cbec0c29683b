package io.baton.master.supervisor;

import java.util.function.DoubleSupplier;

/**
 * When a dead worker's successor starts: at once after the first exit or after 30 s of being ready, else after 100 ms, 1.5
 * times as long each time, at most 15 s, give or take a fifth. After five exits in a row without 30 s of being ready the slot
 * counts as errored, which is for the operator to see: it is tried all the same. One a slot; the conductor's.
 */
final class RestartPolicy {

    static final long STABLE_MS = 30_000;

    private static final double FIRST_DELAY_MS = 100;
    private static final double FACTOR = 1.5;
    private static final double MAX_DELAY_MS = 15_000;
    private static final double JITTER = 0.2;
    private static final int ERRORED_EXITS = 5;

    private final DoubleSupplier random;

    private int exitsInARow;

    /**
     * A policy without history.
     *
     * @param random gives numbers in {@code [0, 1)}
     */
    RestartPolicy(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * A worker exited.
     *
     * @param readyMs how long it had been ready, 0 if never
     * @return how long to wait before the next one, in milliseconds
     */
    long delayAfterExit(long readyMs) {
        exitsInARow = readyMs >= STABLE_MS ? 1 : exitsInARow + 1;
        if (exitsInARow == 1) {
            return 0;
        }
        double delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * Math.pow(FACTOR, exitsInARow - 2));
        return Math.round(delay * (1 + JITTER * (2 * random.getAsDouble() - 1)));
    }

    /** Whether it fails again and again. */
    boolean isErrored() {
        return exitsInARow >= ERRORED_EXITS;
    }

    /** Exits since a worker was last stable. */
    int exitsInARow() {
        return exitsInARow;
    }
}
