package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Timeouts;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger.Level;

/**
 * How one worker goes: it is told to, gets SIGTERM when it takes too long, and SIGKILL when it ignores that. The conductor's.
 */
final class Leaving {

    private static final long EXIT_AFTER_EOF_MS = 2_000;

    private final Clock clock;
    private final Timeouts timeouts;
    private final Lifecycle lifecycle;
    private final Farewell farewell;
    private final Runnable whenByItself;

    private boolean expected;

    /** @param whenByItself called once, when it leaves and nobody told it to */
    Leaving(Clock clock, Timeouts timeouts, Lifecycle lifecycle, Farewell farewell, Runnable whenByItself) {
        this.clock = clock;
        this.timeouts = timeouts;
        this.lifecycle = lifecycle;
        this.farewell = farewell;
        this.whenByItself = whenByItself;
    }

    /** Whether its end is no surprise. */
    boolean isExpected() {
        return expected;
    }

    /**
     * Has it take nothing new, finish what it has, and leave.
     *
     * @param limitMs how long it may take until SIGTERM; the shorter one counts if it was told before
     */
    void drain(String reason, boolean java, long limitMs) {
        expected = true;
        lifecycle.step(WorkerEvent.DRAIN, reason, Level.DEBUG);
        if (lifecycle.state() == WorkerState.DRAINING) {
            farewell.say(java, limitMs);
        }
        clock.after(limitMs, () -> terminate("not gone after " + limitMs + " ms"));
    }

    /**
     * It leaves, and nobody told it to: it may take as long as it likes, and its successor need not wait for its end, which
     * may take as long as a download.
     */
    void byItself(String reason) {
        if (lifecycle.isBefore(WorkerState.DRAINING)) {
            expected = true;
            lifecycle.step(WorkerEvent.DRAIN, reason, Level.INFO);
            whenByItself.run();
        }
    }

    /** Its channel ended while its process lives. */
    void channelEnded(String reason) {
        if (lifecycle.isBefore(WorkerState.DRAINING)) {
            // Not told to leave: there is nothing that it could have to finish.
            clock.after(EXIT_AFTER_EOF_MS, () -> kill("did not exit after its channel had ended", Level.INFO));
        } else if (farewell.isDoneWhenChannelEnds()) {
            // Node ends it when the last connection has ended, and goes on if there is other work.
            clock.after(EXIT_AFTER_EOF_MS, () -> terminate("has no connections and does not exit"));
        }
        lifecycle.step(WorkerEvent.DRAIN, "channel: " + reason, Level.DEBUG);
    }

    /** SIGKILL: now. */
    void kill(String reason, Level level) {
        lifecycle.signal(WorkerEvent.KILL, Processes.SIGKILL, reason, level);
    }

    /** SIGTERM, and SIGKILL if that is ignored. */
    private void terminate(String reason) {
        expected = true;
        lifecycle.signal(WorkerEvent.TERMINATE, Processes.SIGTERM, reason, Level.INFO);
        clock.after(timeouts.terminateMs(), () -> kill("ignored SIGTERM", Level.INFO));
    }
}
