package io.baton.master.group;

import io.baton.master.conductor.Conductor;
import io.baton.master.program.Program;
import io.baton.master.worker.WorkerHandle;

/**
 * Replaces the spares when what they run has changed since they were started: a successor of a worker that dies is to run what
 * one would that starts then. The conductor's.
 */
final class SpareRenewal {

    private static final long LOOK_MS = 1_000;

    private final Conductor conductor;
    private final Program program;
    private final Seats seats;

    SpareRenewal(Conductor conductor, Program program, Seats seats) {
        this.conductor = conductor;
        this.program = program;
        this.seats = seats;
    }

    /** Begins to look, if there are spares. */
    void start() {
        if (!seats.spares().isEmpty()) {
            conductor.after(LOOK_MS, this::look);
        }
    }

    private void look() {
        conductor.after(LOOK_MS, this::look);
        program.lookForChange(() -> conductor.post(this::replaceAll));
    }

    private void replaceAll() {
        for (Slot spare : seats.spares()) {
            WorkerHandle worker = spare.worker();
            if (worker != null) {
                spare.release(worker, "the application has changed", () -> null);
            }
        }
    }
}
