package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.program.Program;
import io.baton.master.worker.WorkerHandle;

/**
 * Replaces the spares when what they run has changed since they were started: a successor of a worker that dies is to run what
 * one would that starts then. The conductor's.
 */
final class SpareRenewal {

    private static final long LOOK_MS = 1_000;

    private final Clock clock;
    private final Program program;
    private final Seats seats;

    SpareRenewal(Clock clock, Program program, Seats seats) {
        this.clock = clock;
        this.program = program;
        this.seats = seats;
    }

    /** Begins to look, if there are spares. */
    void start() {
        if (!seats.spares().isEmpty()) {
            clock.after(LOOK_MS, this::look);
        }
    }

    private void look() {
        clock.after(LOOK_MS, this::look);
        program.lookForChange(() -> clock.post(this::replaceAll));
    }

    private void replaceAll() {
        for (Slot spare : seats.spares()) {
            WorkerHandle worker = spare.worker();
            if (worker != null) {
                spare.release(worker, "the application has changed");
            }
        }
    }
}
