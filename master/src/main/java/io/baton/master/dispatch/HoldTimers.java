package io.baton.master.dispatch;

import io.baton.master.conductor.Clock;
import org.jspecify.annotations.Nullable;

/** The timers of connections that wait: one for the hold timeout, one for workers that accept nothing. Conductor thread only. */
final class HoldTimers {

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;

    private Clock.@Nullable Cancel expiry;
    private Clock.@Nullable Cancel hangCheck;

    /** None is set. */
    HoldTimers(Clock clock) {
        this.clock = clock;
    }

    /** Whether the next connection's hold timeout is waited for. */
    boolean expects() {
        return expiry != null;
    }

    /** Waits for the next connection's hold timeout. */
    void expect(long nanos, Runnable expire) {
        expiry = clock.after(Math.max(1, nanos / NANOS_PER_MS + 1), expire);
    }

    /** Whether workers that accept nothing are looked for in a moment. */
    boolean watches() {
        return hangCheck != null;
    }

    /** Looks for workers that accept nothing, after so long. */
    void watch(long nanos, Runnable look) {
        hangCheck = clock.after(nanos / NANOS_PER_MS + 1, () -> {
            hangCheck = null;
            look.run();
        });
    }

    void cancel() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        if (hangCheck != null) {
            hangCheck.cancel();
            hangCheck = null;
        }
    }
}
