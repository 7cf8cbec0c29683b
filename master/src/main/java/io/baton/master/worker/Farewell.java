package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.config.StopSignal;
import io.baton.master.config.Supervision;
import io.baton.master.dispatch.Lane;
import java.util.function.IntConsumer;

/**
 * Tells one worker that it is to leave. A Node worker closes its servers when it is told, and from Node 26.4 on a server that
 * closes ends connections that have not sent a byte. So it is told when those that came had a moment to speak, as a
 * Baton worker gives them itself. Conductor thread only.
 */
final class Farewell {

    private static final long NANOS_PER_MS = 1_000_000;

    /** Node itself ends a connection that says nothing for so long (headersTimeout). */
    private static final long SILENT_NANOS = 60_000 * NANOS_PER_MS;

    /** For the program's handler to close its servers before Node does: closing twice is an error in its callback. */
    private static final long HANDLER_MS = 100;

    private final Clock clock;
    private final Lane lane;
    private final long quietMs;
    private final StopSignal stopSignal;
    private final IntConsumer signal;
    private final Runnable disconnect;

    private boolean begun;
    private boolean told;
    private boolean leavesByItself;
    private boolean needless;
    private boolean writesAtItsEnd;

    /**
     * Nothing is said yet.
     *
     * @param lane knows when the last connection came
     * @param supervision how long clients may take to speak, and the signal for a Node program
     * @param signal sends a signal to the worker
     * @param disconnect says over the channel that it is to leave; does nothing when that has ended
     */
    Farewell(Clock clock, Lane lane, Supervision supervision, IntConsumer signal, Runnable disconnect) {
        this.clock = clock;
        this.lane = lane;
        this.quietMs = supervision.timeouts().disconnectDelayMs();
        this.stopSignal = supervision.stopSignal();
        this.signal = signal;
        this.disconnect = disconnect;
    }

    /**
     * Says it once. To a Node worker when nothing is on its way to it and the disconnect delay has passed, from now on and
     * since the last connection came; to one that got none for a minute, and to a Java worker, at once. The worker must get
     * nothing new any more.
     *
     * @param limitMs how long it has to leave; half of that is left for it in any case
     */
    void say(boolean java, long limitMs) {
        if (begun) {
            return;
        }
        begun = true;
        long now = clock.nanoTime();
        if (java) {
            tellToDisconnect();
        } else if (lane.quietNanos(now) > SILENT_NANOS) {
            tell();
        } else {
            tellAfter(now + quietMs * NANOS_PER_MS, now + limitMs / 2 * NANOS_PER_MS);
        }
    }

    /** Its program closes a server, which had connections: perhaps because it has heard of the stop itself. */
    void closesByItself() {
        leavesByItself |= !told && lane.hasAccepted();
    }

    /** It disconnects of its own will. Node takes a second word about that for an error. */
    void isNeedless() {
        begun = true;
        needless = true;
    }

    /** Its JVM writes an archive between the end of its channel and its own. */
    void writesAtItsEnd() {
        writesAtItsEnd = true;
    }

    /**
     * Whether its channel ends with its last connection, as Node does it for servers that it closed itself. A program that
     * closed them, or has a handler for its signal, may have connections still.
     */
    boolean isDoneWhenChannelEnds() {
        return told && !leavesByItself && stopSignal.isNone() && !writesAtItsEnd;
    }

    private void tellAfter(long earliestNanos, long latestNanos) {
        long now = clock.nanoTime();
        long quietNanos = Math.max(earliestNanos - now, quietMs * NANOS_PER_MS - lane.quietNanos(now));
        long waitNanos = Math.min(quietNanos, latestNanos - now);
        if (waitNanos > 0) {
            // Not a nanosecond too soon.
            long waitMs = (waitNanos + NANOS_PER_MS - 1) / NANOS_PER_MS;
            clock.after(waitMs, () -> tellAfter(earliestNanos, latestNanos));
        } else {
            tell();
        }
    }

    /** A program that closes its servers has had the signal from elsewhere, and may take a second one ill. */
    private void tell() {
        if (stopSignal.isNone() || leavesByItself || needless) {
            tellToDisconnect();
        } else {
            signal.accept(stopSignal.number());
            clock.after(HANDLER_MS, this::tellToDisconnect);
        }
    }

    private void tellToDisconnect() {
        if (!needless) {
            told = true;
            disconnect.run();
        }
    }
}
