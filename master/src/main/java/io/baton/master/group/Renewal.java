package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.RetireLimits;
import io.baton.master.config.Supervision;
import io.baton.master.program.Program;
import io.baton.master.worker.WorkerHandle;
import io.baton.master.worker.WorkerState;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Replaces healthy workers that have served for long enough, one at a time: the next one only when all seats are ready again.
 * Looks every two seconds if there is a limit at all. The conductor's.
 */
final class Renewal {

    private static final long LOOK_MS = 2_000;

    private final Clock clock;
    private final SpareRenewal spares;
    private final Supervision supervision;
    private final Seats seats;
    private final Map<WorkerHandle, Lifespan> lifespans = new WeakHashMap<>();

    Renewal(Clock clock, Program program, Supervision supervision, Seats seats) {
        this.clock = clock;
        this.spares = new SpareRenewal(clock, program, seats);
        this.supervision = supervision;
        this.seats = seats;
    }

    /** Begins to look. */
    void start() {
        spares.start();
        if (!supervision.retire().equals(RetireLimits.NONE)) {
            clock.after(LOOK_MS, this::look);
        }
    }

    private void look() {
        clock.after(LOOK_MS, this::look);
        for (Slot seat : seats.taken()) {
            String reason = dueReason(seat.worker());
            if (reason != null && seats.allSettled()) {
                seat.replace(reason);
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
        return lifespan.over(worker.lane().served(), memoryCounts ? worker.residentBytes() : 0, worker.readyMs());
    }
}
