package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.worker.WorkerHandle;

/**
 * Replaces the spares when the program has changed since they were started. A spare that replaces a dead worker has to run
 * the same program as a worker started at that moment. Conductor thread only.
 */
final class SpareRenewal {

    private static final long LOOK_MS = 1_000;

    private final Clock clock;
    private final Generations generations;
    private final Slots slots;
    private final Turns turns;

    SpareRenewal(Clock clock, Generations generations, Slots slots, Turns turns) {
        this.clock = clock;
        this.generations = generations;
        this.slots = slots;
        this.turns = turns;
    }

    /** Begins to look, if there are spares. */
    void start() {
        if (!slots.spares().isEmpty()) {
            clock.after(LOOK_MS, this::look);
        }
    }

    private void look() {
        clock.after(LOOK_MS, this::look);
        generations.current().program().lookForChange(() -> clock.post(this::replaceAll));
    }

    private void replaceAll() {
        for (Slot spare : slots.spares()) {
            WorkerHandle worker = spare.worker();
            if (worker != null) {
                Turns.Turn unused = turns.ask(() -> {
                    if (spare.worker() == worker) {
                        spare.release(worker, "the application has changed");
                    }
                });
            }
        }
    }
}
