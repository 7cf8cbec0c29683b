package io.baton.master.worker;

import io.baton.master.carried.CarriedLeaving;
import io.baton.master.conductor.Clock;
import io.baton.master.config.Timeouts;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger.Level;

/**
 * The end of one worker in order: it is told to leave, gets SIGTERM when it takes too long, and SIGKILL when it ignores
 * SIGTERM. Conductor thread only.
 */
final class Leaving {

    private static final long EXIT_AFTER_EOF_MS = 2_000;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Timeouts timeouts;
    private final Lifecycle lifecycle;
    private final Farewell farewell;
    private final Runnable whenByItself;

    private boolean expected;

    /** When it gets SIGTERM, and when SIGKILL; 0 while there is no such time. */
    private long terminateAtNanos;

    private long killAtNanos;

    /** @param whenByItself called when the worker leaves and was not told to */
    Leaving(Clock clock, Timeouts timeouts, Lifecycle lifecycle, Farewell farewell, Runnable whenByItself) {
        this.clock = clock;
        this.timeouts = timeouts;
        this.lifecycle = lifecycle;
        this.farewell = farewell;
        this.whenByItself = whenByItself;
    }

    /** The worker was in the former image of this master. */
    void goOn(CarriedLeaving carried) {
        expected = carried.expected();
        farewell.goOn(carried);
        if (carried.terminateAtNanos() != 0) {
            terminateAfter(leftMs(carried.terminateAtNanos()), "not gone in time");
        }
        if (carried.killAtNanos() != 0) {
            killAfter(leftMs(carried.killAtNanos()), "not gone in time");
        }
    }

    /** What the next image of this master goes on with. */
    CarriedLeaving carried() {
        return farewell.carried(expected, terminateAtNanos, killAtNanos);
    }

    /** Whether the end of the worker is no surprise. */
    boolean isExpected() {
        return expected;
    }

    /**
     * Has the worker take nothing new, finish what it has, and leave.
     *
     * @param atOnce whether it is told at once, and not when its new clients have had time to speak
     * @param limitMs how long it may take until SIGTERM; if it was told before, the shorter time counts
     */
    void drain(String reason, boolean atOnce, long limitMs) {
        expected = true;
        lifecycle.step(WorkerStep.DRAIN, reason, Level.DEBUG);
        if (lifecycle.state() == WorkerState.DRAINING) {
            farewell.say(atOnce, limitMs);
        }
        terminateAfter(limitMs, "not gone after " + limitMs + " ms");
    }

    /** The worker says that it leaves because something broke in it: it has the time of one that is told to. */
    void retires(String reason, boolean atOnce) {
        drain("retires: " + reason, atOnce, timeouts.drainMs());
        whenByItself.run();
    }

    /**
     * The worker leaves, and was not told to. It has no time limit. Its successor starts now and not at its end, because it
     * may still serve a long download.
     */
    void byItself(String reason) {
        if (lifecycle.isBefore(WorkerState.DRAINING)) {
            expected = true;
            lifecycle.step(WorkerStep.DRAIN, reason, Level.INFO);
            whenByItself.run();
        }
    }

    /** The channel of the worker has ended while its process lives. */
    void channelEnded(String reason) {
        if (lifecycle.isBefore(WorkerState.DRAINING)) {
            // It was not told to leave, so it has nothing to finish.
            killAfter(EXIT_AFTER_EOF_MS, "did not exit after its channel had ended");
        } else if (farewell.isDoneWhenChannelEnds()) {
            // Node ends the channel with the last connection. The process goes on if it has other work.
            terminateAfter(EXIT_AFTER_EOF_MS, "has no connections and does not exit");
        }
        lifecycle.step(WorkerStep.DRAIN, "channel: " + reason, Level.DEBUG);
    }

    /** Sends SIGKILL now. */
    void kill(String reason, Level level) {
        lifecycle.signal(WorkerStep.KILL, Processes.SIGKILL, reason, level);
    }

    /** Sends SIGTERM, and SIGKILL if the worker ignores it. */
    private void terminate(String reason) {
        expected = true;
        lifecycle.signal(WorkerStep.TERMINATE, Processes.SIGTERM, reason, Level.INFO);
        killAfter(timeouts.terminateMs(), "ignored SIGTERM");
    }

    private void terminateAfter(long ms, String reason) {
        terminateAtNanos = earlier(terminateAtNanos, clock.nanoTime() + ms * NANOS_PER_MS);
        clock.after(ms, () -> terminate(reason));
    }

    private void killAfter(long ms, String reason) {
        killAtNanos = earlier(killAtNanos, clock.nanoTime() + ms * NANOS_PER_MS);
        clock.after(ms, () -> kill(reason, Level.INFO));
    }

    private static long earlier(long knownNanos, long nextNanos) {
        return knownNanos == 0 || nextNanos - knownNanos < 0 ? nextNanos : knownNanos;
    }

    private long leftMs(long atNanos) {
        return Math.max(0, (atNanos - clock.nanoTime()) / NANOS_PER_MS);
    }
}
