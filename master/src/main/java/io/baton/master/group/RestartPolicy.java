package io.baton.master.group;

import io.baton.master.config.RestartLimits;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.DoubleSupplier;

/**
 * When a dead worker's successor starts: at once after the first exit or after one that was stable, else after the back-off,
 * 1.5 times as long each time up to the longest, give or take a fifth. After five exits in a row of which none was stable
 * the slot counts as errored, which is for the operator to see: it is tried all the same. One a slot; the conductor's.
 */
final class RestartPolicy {

    private static final Logger LOG = System.getLogger(RestartPolicy.class.getName());

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
     * A worker exited.
     *
     * @param readyMs how long it had been ready, 0 if never
     * @return how long to wait before the next one, in milliseconds
     */
    long delayAfterExit(long readyMs) {
        exitsInARow = readyMs >= limits.minUptimeMs() && readyMs > 0 ? 1 : exitsInARow + 1;
        if (exitsInARow == 1) {
            return 0;
        }
        double delay = Math.min((double) limits.backoffMaxMs(), limits.backoffMs() * Math.pow(FACTOR, exitsInARow - 2));
        return Math.round(delay * (1 + JITTER * (2 * random.getAsDouble() - 1)));
    }

    /** Whether it fails again and again. */
    boolean isErrored() {
        return exitsInARow >= ERRORED_EXITS;
    }

    /** Tells the operator when the next worker starts; {@code seat} is its name. */
    void tellDelay(String seat, long delayMs) {
        LOG.log(
                isErrored() ? Level.ERROR : Level.WARNING,
                "{0} {1}: next start in {2} ms, after {3} exits in a row",
                seat,
                isErrored() ? "errored" : "waiting restart",
                delayMs,
                exitsInARow);
    }

    /** Exits since a worker was last stable. */
    int exitsInARow() {
        return exitsInARow;
    }
}
