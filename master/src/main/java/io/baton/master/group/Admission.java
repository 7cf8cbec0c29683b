package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.listen.Listeners;
import io.baton.master.worker.WorkerHandle;

/** A worker that is ready joins those that serve, and whatever waited for it goes on. Conductor thread only. */
final class Admission {

    /** A booting JVM keeps two cores busy. The wait leaves them to the worker that just became ready. */
    private static final long SPARE_AFTER_MS = 200;

    private final Clock clock;
    private final CrewEvents events;
    private final Generations generations;
    private final Listeners listeners;
    private final Slots slots;
    private final Shares shares;
    private final Rebalance<WorkerHandle> rebalance;
    private final FailedStarts failedStarts;
    private final FirstStarts firstStarts;
    private final Goals goals;
    private final CurrentReload reload;
    private final ProbeWatch probes;
    private final boolean sticky;

    private boolean allReadyTold;

    /** No worker serves yet. */
    Admission(
            Clock clock,
            CrewEvents events,
            Generations generations,
            Listeners listeners,
            Slots slots,
            Shares shares,
            FailedStarts failedStarts,
            FirstStarts firstStarts,
            Goals goals,
            CurrentReload reload,
            ProbeWatch probes) {
        this.clock = clock;
        this.events = events;
        this.generations = generations;
        this.listeners = listeners;
        this.slots = slots;
        this.shares = shares;
        this.rebalance = new Rebalance<>(clock, shares);
        this.failedStarts = failedStarts;
        this.firstStarts = firstStarts;
        this.goals = goals;
        this.reload = reload;
        this.probes = probes;
        this.sticky = generations.current().config().delivery().sticky();
    }

    /**
     * A former image of this master began it.
     *
     * @param told whether that has said that all workers were ready
     */
    void goOn(boolean told) {
        allReadyTold = told;
        slots.serving().stream().filter(Slot::isReady).forEach(slot -> probes.begin(slot.requireWorker()));
    }

    /** The worker of a slot serves. */
    void join(WorkerHandle worker, Slot slot) {
        admit(worker);
        slot.ready(worker);
        oneMoreServes();
    }

    /** A spare that has taken a slot serves. */
    void take(WorkerHandle spare) {
        admit(spare);
        oneMoreServes();
    }

    private void admit(WorkerHandle worker) {
        if (sticky) {
            listeners.serveOperators(worker);
        }
        listeners.admit(worker);
        probes.begin(worker);
        if (shares.isWanted()) {
            rebalance.joined(worker);
        }
    }

    private void oneMoreServes() {
        failedStarts.ready();
        firstStarts.goOn();
        goals.look();
        reload.look();
        look();
        if (!allReadyTold && slots.allReady()) {
            allReadyTold = true;
            events.allReady();
        }
    }

    /** Looks whether all workers are ready. */
    void look() {
        if (slots.allReady()) {
            allReady();
        }
    }

    private void allReady() {
        listeners.allReady();
        events.allReady(generations.current());
        clock.after(SPARE_AFTER_MS, slots::startSpares);
    }
}
