package io.baton.master.worker;

import io.baton.master.conductor.Clock;

/**
 * Tells one worker that it is to leave. A Node worker closes its servers when it is told, and from Node 26.4 on a server that
 * closes ends connections that have not sent a byte. So it is told when those that came had a moment to speak, as a
 * Baton worker gives them itself. Conductor thread only.
 */
final class Farewell {

    private static final long NANOS_PER_MS = 1_000_000;

    /** Node itself ends a connection that says nothing for so long (headersTimeout). */
    private static final long SILENT_NANOS = 60_000 * NANOS_PER_MS;

    private final Clock clock;
    private final Traffic traffic;
    private final Runnable disconnect;

    private boolean begun;
    private boolean told;

    /**
     * Nothing is said yet.
     *
     * @param traffic knows when the last connection came
     * @param disconnect says it
     */
    Farewell(Clock clock, Traffic traffic, Runnable disconnect) {
        this.clock = clock;
        this.traffic = traffic;
        this.disconnect = disconnect;
    }

    /**
     * Says it when nothing is on its way to the worker and {@code quietMs} have passed, from now on and since the last
     * connection came; now, if none came for a minute. The worker must get nothing new any more.
     *
     * @param latestMs from now on, it is said by then in any case
     */
    void say(long quietMs, long latestMs) {
        if (begun) {
            return;
        }
        begun = true;
        long now = clock.nanoTime();
        if (traffic.quietNanos(now) > SILENT_NANOS) {
            tell();
        } else {
            tellAfter(quietMs, now + quietMs * NANOS_PER_MS, now + latestMs * NANOS_PER_MS);
        }
    }

    /** Whether it was said. */
    boolean isSaid() {
        return told;
    }

    private void tellAfter(long quietMs, long earliestNanos, long latestNanos) {
        long now = clock.nanoTime();
        long quietNanos = Math.max(earliestNanos - now, quietMs * NANOS_PER_MS - traffic.quietNanos(now));
        long waitNanos = Math.min(quietNanos, latestNanos - now);
        if (waitNanos > 0) {
            // Not a nanosecond too soon.
            long waitMs = (waitNanos + NANOS_PER_MS - 1) / NANOS_PER_MS;
            clock.after(waitMs, () -> tellAfter(quietMs, earliestNanos, latestNanos));
        } else {
            tell();
        }
    }

    private void tell() {
        told = true;
        disconnect.run();
    }
}
