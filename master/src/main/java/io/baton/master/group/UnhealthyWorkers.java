package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.listen.Listeners;
import io.baton.master.worker.WorkerHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The workers that answer nothing good. Each tells its threads, gets no new connections as long as a healthy one is there, and is
 * replaced: by a spare, or by a successor that starts first. One after the other, and more slowly if it happens again and again
 * in one slot: what makes all of them unhealthy at once is mostly elsewhere. One that is healthy again before its turn stays.
 * Conductor thread only.
 */
final class UnhealthyWorkers {

    private final Clock clock;
    private final ApplicationJournal journal;
    private final Generations generations;
    private final Listeners listeners;
    private final Slots slots;
    private final Turns turns;
    private final Map<WorkerHandle, Case> cases = new HashMap<>();

    /** By the slots in which no worker was healthy since the last replacement. */
    private final Map<Slot, RestartPolicy> policies = new HashMap<>();

    /** One unhealthy worker: whether it waits for its turn, and whether it gets no connections. */
    private static final class Case {
        boolean waits;
        boolean suspended;
    }

    /** None. */
    UnhealthyWorkers(
            Clock clock,
            ApplicationJournal journal,
            Generations generations,
            Listeners listeners,
            Slots slots,
            Turns turns) {
        this.clock = clock;
        this.journal = journal;
        this.generations = generations;
        this.listeners = listeners;
        this.slots = slots;
        this.turns = turns;
    }

    /** A worker that is ready was found unhealthy, perhaps not for the first time. */
    void add(WorkerHandle worker, String reason) {
        Case known = cases.get(worker);
        if (known == null) {
            known = new Case();
            cases.put(worker, known);
            journal.add(new WorkerEvent.Unhealthy(worker.id(), reason));
            keepThreads(worker);
        }
        suspend();
        replace(worker, known, reason);
    }

    /** A worker that is ready has answered well. */
    void remove(WorkerHandle worker) {
        Case known = cases.remove(worker);
        Slot slot = slots.servingSlotOf(worker);
        if (slot != null) {
            policies.remove(slot);
        }
        if (known != null) {
            journal.add(new WorkerEvent.Recovered(worker.id()));
            if (known.suspended) {
                listeners.suspend(worker, false);
            }
            suspend();
        }
    }

    /** A worker leaves, or is dead. */
    void forget(WorkerHandle worker) {
        if (cases.remove(worker) != null) {
            suspend();
        }
    }

    /** A worker serves from now on, or no longer. Unhealthy ones get connections only while there are no others. */
    void suspend() {
        boolean others = slots.serving().stream().anyMatch(slot -> slot.isReady() && !cases.containsKey(slot.worker()));
        cases.forEach((worker, known) -> {
            if (known.suspended != others) {
                known.suspended = others;
                listeners.suspend(worker, others);
            }
        });
    }

    private void keepThreads(WorkerHandle worker) {
        if (worker.questions().canTellThreads()) {
            worker.questions().threads(kept -> {
                if (kept != null) {
                    journal.add(new WorkerEvent.KeptThreads(worker.id(), kept.file()));
                }
            });
        }
    }

    private void replace(WorkerHandle worker, Case known, String reason) {
        Slot slot = slots.servingSlotOf(worker);
        if (slot == null || known.waits || !slot.standing().mayBeReplaced()) {
            return;
        }
        known.waits = true;
        // How long it was ready says nothing: it was found out in its own time.
        long delayMs = policies.computeIfAbsent(slot, unknown -> policy(worker)).delayAfterExit(0);
        Runnable ask = () -> turns.ask(() -> {
            known.waits = false;
            if (cases.get(worker) == known && slot.worker() == worker) {
                slot.release(worker, "unhealthy: " + reason);
            }
        });
        if (delayMs == 0) {
            ask.run();
        } else {
            clock.after(delayMs, ask);
        }
    }

    private RestartPolicy policy(WorkerHandle worker) {
        return new RestartPolicy(generations.of(worker).supervision().restart(), () -> ThreadLocalRandom.current()
                .nextDouble());
    }
}
