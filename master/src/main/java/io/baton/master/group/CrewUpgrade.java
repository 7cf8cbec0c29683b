package io.baton.master.group;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.listen.Listeners;
import io.baton.master.listen.Peer;
import io.baton.master.snapshot.GroupState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What of a crew crosses an upgrade of the master, from one image to the next. Conductor thread only. */
final class CrewUpgrade {

    private final Crew crew;
    private final Slots slots;
    private final Generations generations;
    private final Listeners listeners;
    private final FirstStarts firstStarts;
    private final Goals goals;
    private final Shutdown shutdown;
    private final WarmUps warmUps;

    CrewUpgrade(
            Crew crew,
            Slots slots,
            Generations generations,
            Listeners listeners,
            FirstStarts firstStarts,
            Goals goals,
            Shutdown shutdown,
            WarmUps warmUps) {
        this.crew = crew;
        this.slots = slots;
        this.generations = generations;
        this.listeners = listeners;
        this.firstStarts = firstStarts;
        this.goals = goals;
        this.shutdown = shutdown;
        this.warmUps = warmUps;
    }

    /** Goes on with the workers and sockets of the former image of this master. */
    void goOn(CarriedApplication carried) throws IOException {
        slots.goOn(carried);
        slots.forEachWorker(generations::worked);
        Map<Integer, Peer> workers = new HashMap<>();
        slots.forEachWorker(worker -> workers.put(worker.pid(), worker));
        listeners.upgrade().goOn(carried, pid -> Objects.requireNonNull(workers.get(pid), "no worker " + pid));
        firstStarts.leaveOut(slot -> !slot.standing().isUntouched());
        crew.goOn(carried.state() == GroupState.RUNNING);
    }

    /** Why this is no moment for an upgrade; null if it is one. */
    @Nullable
    String busy() {
        if (shutdown.hasBegun() || goals.areOpen()) {
            return shutdown.hasBegun() ? "it stops" : "a command goes on";
        }
        if (warmUps.areGoingOn()) {
            return "a worker is warmed up";
        }
        return generations.next() != null ? "it is reloaded" : slots.anySpawning() ? "a worker is being started" : null;
    }
}
