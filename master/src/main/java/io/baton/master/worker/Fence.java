package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Ends one worker that hangs: asks a JVM that can still answer for its threads, then kills it, which sets its connections
 * free. The conductor's.
 */
final class Fence {

    private static final Logger LOG = System.getLogger(Fence.class.getName());
    private static final long EVIDENCE_MS = 500;

    private final Clock clock;
    private final WorkerProcess process;
    private final Remains remains;
    private final Leaving leaving;

    Fence(Clock clock, WorkerProcess process, Remains remains, Leaving leaving) {
        this.clock = clock;
        this.process = process;
        this.remains = remains;
        this.leaving = leaving;
    }

    /**
     * Ends the worker.
     *
     * @param named its name for the log, by {@code toString}
     * @param reason how it is seen that it hangs
     */
    void end(Object named, boolean java, String reason) {
        LOG.log(Level.WARNING, "{0} hangs: {1}", named, reason);
        Runnable kill = () -> leaving.kill(reason, Level.DEBUG);
        if (!java || process.isStopped()) {
            kill.run();
        } else {
            remains.expectThreads(() -> process.signal(Processes.SIGQUIT), kill);
            clock.after(EVIDENCE_MS, kill);
        }
    }
}
