package io.baton.master.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** How far one worker has come: its state, each step of it in the log, and the signals that make it step. The conductor's. */
final class Lifecycle {

    private static final Logger LOG = System.getLogger(Lifecycle.class.getName());

    private final WorkerProcess process;
    private final Object named;
    private final Runnable whenLeaving;

    private WorkerState state = WorkerState.STARTING;
    private boolean quiet;

    /**
     * Of a process that was just started.
     *
     * @param named its name for the log, by {@code toString}
     * @param whenLeaving called once, when it takes nothing new any more
     */
    Lifecycle(WorkerProcess process, Object named, Runnable whenLeaving) {
        this.process = process;
        this.named = named;
        this.whenLeaving = whenLeaving;
    }

    WorkerState state() {
        return state;
    }

    /** Whether it has not come to this state yet. */
    boolean isBefore(WorkerState later) {
        return state.compareTo(later) < 0;
    }

    /** It serves nobody: its steps are of no interest to an operator. */
    void beQuiet() {
        quiet = true;
    }

    /** Something happened, which may mean nothing in this state. */
    void step(WorkerEvent event, String reason, Level level) {
        WorkerState before = state;
        state = before.on(event);
        if (state != before) {
            LOG.log(quiet ? Level.DEBUG : level, "{0} {1} -> {2}: {3}", named, before, state, reason);
            if (before.compareTo(WorkerState.DRAINING) < 0 && !isBefore(WorkerState.DRAINING)) {
                whenLeaving.run();
            }
        }
    }

    /** Sends a signal, if that takes it further and its process is there. */
    void signal(WorkerEvent event, int signal, String reason, Level level) {
        if (process.exitStatus() == null && state.on(event) != state) {
            step(event, reason, level);
            process.signal(signal);
        }
    }
}
