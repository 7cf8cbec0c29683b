package io.baton.worker.http;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/** Knows the {@link Phase} of a connection and keeps its deadline. Owned by the connection's event loop. */
final class PhaseClock {
    private final Limits limits;
    private final Deadline deadline;

    private Phase phase = Phase.NEW;
    private boolean draining;

    PhaseClock(Channel channel, Limits limits, Runnable onExpiry) {
        this.limits = limits;
        this.deadline = new Deadline(channel, onExpiry);
    }

    Phase phase() {
        return phase;
    }

    boolean isDraining() {
        return draining;
    }

    /** From now on an idle connection has only the grace period. */
    void drain() {
        draining = true;
        if (phase == Phase.IDLE) {
            enter(Phase.IDLE);
        }
    }

    /** Enters a phase and sets its deadline. */
    void enter(Phase next) {
        phase = next;
        long limitMs = next.limitMs(limits, draining);
        if (limitMs < 0) {
            deadline.clear();
        } else {
            deadline.set(TimeUnit.MILLISECONDS.toNanos(limitMs));
        }
    }

    /** The connection is over. No task stays scheduled. */
    void stop() {
        phase = Phase.CLOSING;
        deadline.cancel();
    }
}
