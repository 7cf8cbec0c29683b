package io.baton.master.worker;

import io.baton.master.config.Timeouts;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides from outside whether one worker still works. The event loop of a worker of ours says something every second, and
 * accepts what it is sent; a loop that says something and accepts nothing does not read its channel. A plain Node process may
 * block its loop for seconds by design, so only unaccepted connections count against it, and only if the operator wants that.
 * Before a worker is online neither can be seen, but a stopped process can. Conductor thread only.
 */
final class Vitals {

    private enum Sign {
        PROCESS,
        BEATS,
        ACCEPTS,
        NONE
    }

    private static final long NANOS_PER_MS = 1_000_000;
    private static final String UNACCEPTED = "a connection unaccepted for more than ";

    private final Timeouts timeouts;
    private final BooleanSupplier stopped;

    private Sign sign = Sign.PROCESS;
    private long wellAtNanos;

    /**
     * The worker was just started.
     *
     * @param stopped tells whether its process is stopped
     */
    Vitals(Timeouts timeouts, BooleanSupplier stopped, long nowNanos) {
        this.timeouts = timeouts;
        this.stopped = stopped;
        this.wellAtNanos = nowNanos;
    }

    /** The worker said something, so its event loop turns. */
    void heard(long nowNanos) {
        wellAtNanos = nowNanos;
    }

    /** The worker is online, and said whether its event loop will say something every second. */
    void online(boolean beats) {
        sign = beats ? Sign.BEATS : Sign.ACCEPTS;
    }

    /** The master itself was stopped or starved, so silence until now does not count. */
    void excuse(long nowNanos) {
        wellAtNanos = nowNanos;
    }

    /** The worker is being killed: nothing is expected of it any more. */
    void giveUp() {
        sign = Sign.NONE;
    }

    /**
     * What has been wrong with the worker for too long; null while it may be well.
     *
     * @param oldestAgeNanos how long the oldest connection that the worker was sent has been unaccepted
     */
    @Nullable
    String complaint(long nowNanos, long oldestAgeNanos) {
        return switch (sign) {
            case PROCESS -> {
                if (!stopped.getAsBoolean()) {
                    wellAtNanos = nowNanos;
                }
                yield overdue(nowNanos - wellAtNanos, timeouts.silenceMs(), "stopped for more than ");
            }
            case BEATS -> {
                String silent = overdue(nowNanos - wellAtNanos, timeouts.silenceMs(), "silent for more than ");
                yield silent != null ? silent : overdue(oldestAgeNanos, timeouts.silenceMs(), UNACCEPTED);
            }
            case ACCEPTS ->
                timeouts.nodeStallMs() == 0 ? null : overdue(oldestAgeNanos, timeouts.nodeStallMs(), UNACCEPTED);
            case NONE -> null;
        };
    }

    private static @Nullable String overdue(long nanos, long limitMs, String what) {
        return nanos > limitMs * NANOS_PER_MS ? what + limitMs + " ms" : null;
    }
}
