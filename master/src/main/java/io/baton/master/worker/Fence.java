package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger.Level;

/**
 * Ends one worker that hangs. A JVM that can still answer is asked for its threads first. Then the worker is killed, so that
 * the connections that it has not accepted can go to others. Conductor thread only.
 */
final class Fence {

    private static final long EVIDENCE_MS = 500;

    private final Clock clock;
    private final WorkerProcess process;
    private final WorkerReport report;
    private final Remains remains;
    private final Leaving leaving;

    Fence(Clock clock, WorkerProcess process, WorkerReport report, Remains remains, Leaving leaving) {
        this.clock = clock;
        this.process = process;
        this.report = report;
        this.remains = remains;
        this.leaving = leaving;
    }

    /**
     * Ends the worker.
     *
     * @param dumpsThreads whether it can be asked for its threads
     * @param reason what shows that it hangs
     */
    void end(boolean dumpsThreads, String reason) {
        report.hangs(reason);
        Runnable kill = () -> leaving.kill(reason, Level.DEBUG);
        if (!dumpsThreads || process.isStopped()) {
            kill.run();
        } else {
            remains.expectThreads(() -> process.signal(Processes.SIGQUIT), kill);
            clock.after(EVIDENCE_MS, kill);
        }
    }
}
