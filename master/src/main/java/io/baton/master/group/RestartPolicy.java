package io.baton.master.group;

import io.baton.master.config.RestartLimits;
import java.util.function.DoubleSupplier;

/**
 * Decides when the next worker of a slot starts after one has exited: at once after the first exit or the exit of a stable
 * worker, else after a back-off. The back-off grows 1.5 times with each exit, up to a limit, and is varied by a fifth. After
 * five exits in a row without a stable worker the slot counts as errored, and is still tried. One for each slot. Conductor
 * thread only.
 */
final class RestartPolicy {

    private static final double FACTOR = 1.5;
    private static final double JITTER = 0.2;
    private static final int ERRORED_EXITS = 5;

    private final RestartLimits limits;
    private final DoubleSupplier random;

    private int exitsInARow;

    /**
     * A policy without history.
     *
     * @param random gives numbers in {@code [0, 1)}
     */
    RestartPolicy(RestartLimits limits, DoubleSupplier random) {
        this.limits = limits;
        this.random = random;
    }

    /**
     * A worker has exited.
     *
     * @param readyMs how long it had been ready, 0 if never
     * @return how long to wait before the next start, in milliseconds
     */
    long delayAfterExit(long readyMs) {
        exitsInARow = readyMs >= limits.minUptimeMs() && readyMs > 0 ? 1 : exitsInARow + 1;
        if (exitsInARow == 1) {
            return 0;
        }
        double delay = Math.min((double) limits.backoffMaxMs(), limits.backoffMs() * Math.pow(FACTOR, exitsInARow - 2));
        return Math.round(delay * (1 + JITTER * (2 * random.getAsDouble() - 1)));
    }

    /** Whether the workers of the slot fail again and again. */
    boolean isErrored() {
        return exitsInARow >= ERRORED_EXITS;
    }

    /** So many exits were in a row in the former image of this master. */
    void goOn(int exits) {
        exitsInARow = exits;
    }

    /** Exits since a worker was last stable. */
    int exitsInARow() {
        return exitsInARow;
    }
}
