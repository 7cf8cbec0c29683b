package io.baton.master.worker;

import io.baton.master.config.Timeouts;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether one worker still works, as far as can be told from outside. A Java worker's event loop says something every second,
 * and accepts what it is sent: one that only says something does not read its channel.
 * A plain Node process may block its loop for seconds by design, and only what it leaves unaccepted can be held against it,
 * if the operator wants that. Before a worker is online nothing is heard of either, but a stopped process is seen. The
 * conductor's.
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
     * A worker that was just started.
     *
     * @param stopped whether its process is stopped now
     */
    Vitals(Timeouts timeouts, BooleanSupplier stopped, long nowNanos) {
        this.timeouts = timeouts;
        this.stopped = stopped;
        this.wellAtNanos = nowNanos;
    }

    /** It said something, which shows that its event loop turns. */
    void heard(long nowNanos) {
        wellAtNanos = nowNanos;
    }

    /** It is online, and said whether it will beat. */
    void online(boolean beats) {
        sign = beats ? Sign.BEATS : Sign.ACCEPTS;
    }

    /** It is being killed, or this master was stopped or starved itself: what was not heard says nothing until now. */
    void excuse(long nowNanos) {
        wellAtNanos = nowNanos;
    }

    /** Nothing is expected of it any more. */
    void giveUp() {
        sign = Sign.NONE;
    }

    /**
     * What is wrong with it, if it has been for too long; null while it may be well.
     *
     * @param oldestAgeNanos how long the oldest connection that it was sent has been unaccepted
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
