package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.dispatch.Lane;
import io.baton.master.journal.WorkerId;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.snapshot.WorkerState;
import java.lang.System.Logger.Level;

/** The state and age of one worker, and the signals that change its state. Conductor thread only. */
final class Lifecycle {

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final long createdAtNanos;
    private final WorkerProcess process;
    private final WorkerReport report;
    private final Runnable whenLeaving;

    private WorkerState state = WorkerState.STARTING;

    /**
     * The life of a process; to be called next: {@link #begin} or {@link #goOn}.
     *
     * @param createdAtNanos when its start was ordered
     * @param report tells each step
     * @param whenLeaving called once, when the worker takes nothing new any more
     */
    Lifecycle(Clock clock, long createdAtNanos, WorkerProcess process, WorkerReport report, Runnable whenLeaving) {
        this.clock = clock;
        this.createdAtNanos = createdAtNanos;
        this.process = process;
        this.report = report;
        this.whenLeaving = whenLeaving;
    }

    /** The process was just started. */
    void begin() {
        report.created(ageMs());
    }

    /** The process came to this state in the former image of this master. */
    void goOn(WorkerState reached) {
        state = reached;
    }

    /** When the start of the worker was ordered. */
    long createdAtNanos() {
        return createdAtNanos;
    }

    WorkerState state() {
        return state;
    }

    /** Milliseconds since the start of the worker was ordered. */
    long ageMs() {
        return (clock.nanoTime() - createdAtNanos) / NANOS_PER_MS;
    }

    /** The worker now. */
    WorkerSnapshot snapshot(WorkerId id, int pid, int generation, long readyMs, Lane lane) {
        return WorkerSnapshot.unmeasured(
                id.name(),
                pid,
                state,
                generation,
                ageMs(),
                readyMs,
                lane.open(),
                lane.onTheirWay(),
                lane.accepted(),
                lane.served());
    }

    /** Whether the worker has not come to this state yet. */
    boolean isBefore(WorkerState later) {
        return state.compareTo(later) < 0;
    }

    /** Takes a step. A step that means nothing in this state does nothing. */
    void step(WorkerStep step, String reason, Level level) {
        WorkerState before = state;
        state = StateTable.after(before, step);
        if (state != before) {
            report.stepped(before, state, reason, level);
            if (before.compareTo(WorkerState.DRAINING) < 0 && !isBefore(WorkerState.DRAINING)) {
                whenLeaving.run();
            }
        }
    }

    /** Sends a signal and takes its step, unless the process is gone or the step means nothing in this state. */
    void signal(WorkerStep step, int signal, String reason, Level level) {
        if (process.exitStatus() == null && StateTable.after(state, step) != state) {
            step(step, reason, level);
            process.signal(signal);
        }
    }
}
