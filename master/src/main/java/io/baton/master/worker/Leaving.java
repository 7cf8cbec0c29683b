package io.baton.master.worker;

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

    private final Clock clock;
    private final Timeouts timeouts;
    private final Lifecycle lifecycle;
    private final Farewell farewell;
    private final Runnable whenByItself;

    private boolean expected;

    /** @param whenByItself called when the worker leaves and was not told to */
    Leaving(Clock clock, Timeouts timeouts, Lifecycle lifecycle, Farewell farewell, Runnable whenByItself) {
        this.clock = clock;
        this.timeouts = timeouts;
        this.lifecycle = lifecycle;
        this.farewell = farewell;
        this.whenByItself = whenByItself;
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
        clock.after(limitMs, () -> terminate("not gone after " + limitMs + " ms"));
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
            clock.after(EXIT_AFTER_EOF_MS, () -> kill("did not exit after its channel had ended", Level.INFO));
        } else if (farewell.isDoneWhenChannelEnds()) {
            // Node ends the channel with the last connection. The process goes on if it has other work.
            clock.after(EXIT_AFTER_EOF_MS, () -> terminate("has no connections and does not exit"));
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
        clock.after(timeouts.terminateMs(), () -> kill("ignored SIGTERM", Level.INFO));
    }
}
