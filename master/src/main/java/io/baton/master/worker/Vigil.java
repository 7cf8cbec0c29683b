package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.dispatch.Lane;
import io.baton.master.snapshot.WorkerState;
import java.util.function.BooleanSupplier;

/** Watches whether one worker works, and ends it if it has not for too long. Conductor thread only. */
public final class Vigil {

    private final Clock clock;
    private final Lifecycle lifecycle;
    private final Lane lane;
    private final Vitals vitals;
    private final Fence fence;
    private final BooleanSupplier dumpsThreads;

    /**
     * The worker was just started.
     *
     * @param dumpsThreads whether it prints its threads when it is asked
     */
    Vigil(Clock clock, Lifecycle lifecycle, Lane lane, Vitals vitals, Fence fence, BooleanSupplier dumpsThreads) {
        this.clock = clock;
        this.lifecycle = lifecycle;
        this.lane = lane;
        this.vitals = vitals;
        this.fence = fence;
        this.dumpsThreads = dumpsThreads;
    }

    /** Ends the worker if it has not worked for too long. */
    public void check(long nowNanos) {
        String complaint = vitals.complaint(nowNanos, lane.oldestAgeNanos(nowNanos));
        if (complaint != null && lifecycle.isBefore(WorkerState.KILLING)) {
            vitals.giveUp();
            fence.end(dumpsThreads.getAsBoolean(), complaint);
        }
    }

    /** The master itself was stopped or starved. It heard no worker in that time, and blames none. */
    public void excuse(long nowNanos) {
        vitals.excuse(nowNanos);
    }

    /** The worker said something. */
    void heard() {
        vitals.heard(clock.nanoTime());
    }

    /** The worker is online, and said whether its event loop will say something every second. */
    void online(boolean beats) {
        vitals.online(beats);
    }
}
