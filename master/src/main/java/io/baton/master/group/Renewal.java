package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Supervision;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.WorkerHandle;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Replaces healthy workers that have served for long enough, one at a time: the next one when all slots are ready again.
 * Looks every two seconds. Conductor thread only.
 */
final class Renewal {

    private static final long LOOK_MS = 2_000;

    private final Clock clock;
    private final SpareRenewal spares;
    private final Generations generations;
    private final Slots slots;
    private final Turns turns;
    private final Map<WorkerHandle, Lifespan> lifespans = new WeakHashMap<>();

    private Supervision supervision;

    Renewal(Clock clock, Generations generations, Slots slots, Turns turns) {
        this.clock = clock;
        this.spares = new SpareRenewal(clock, generations, slots, turns);
        this.generations = generations;
        this.slots = slots;
        this.turns = turns;
        this.supervision = generations.current().supervision();
    }

    /** Begins to look. */
    void start() {
        spares.start();
        clock.after(LOOK_MS, this::look);
    }

    private void look() {
        clock.after(LOOK_MS, this::look);
        // A reload may have brought other limits.
        supervision = generations.current().supervision();
        if (supervision.retire().areNone()) {
            return;
        }
        for (Slot slot : slots.serving()) {
            String reason = dueReason(slot.worker());
            if (reason != null && turns.areFree() && slots.allReady()) {
                slot.replace(reason);
            }
        }
    }

    private @Nullable String dueReason(@Nullable WorkerHandle worker) {
        if (worker == null || worker.state() != WorkerState.READY) {
            return null;
        }
        Lifespan lifespan = lifespans.computeIfAbsent(
                worker,
                unknown -> new Lifespan(
                        supervision.retire(), supervision.restart().minUptimeMs(), () -> ThreadLocalRandom.current()
                                .nextDouble()));
        boolean memoryCounts = supervision.retire().maxMemoryBytes() > 0;
        return lifespan.over(
                worker.lane().served(),
                memoryCounts ? worker.residentBytes() : 0,
                worker.readiness().forMs());
    }
}
