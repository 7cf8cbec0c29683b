package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.worker.WorkerHandle;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The reload of a crew, while one goes on; it hears what happens in the crew. Conductor thread only. */
final class CurrentReload {

    private final Clock clock;
    private final ApplicationJournal journal;
    private final Slots slots;
    private final Generations generations;
    private final Turns turns;
    private final Reload.Joining joining;

    private @Nullable Reload reload;

    /** No reload goes on. */
    CurrentReload(
            Clock clock,
            ApplicationJournal journal,
            Slots slots,
            Generations generations,
            Turns turns,
            Reload.Joining joining) {
        this.clock = clock;
        this.journal = journal;
        this.slots = slots;
        this.generations = generations;
        this.turns = turns;
        this.joining = joining;
    }

    /**
     * Replaces all workers by workers of this generation. No reload may go on.
     *
     * @param reason in words
     * @param done what there is when it is done
     * @return as {@link Reload#begin}; never done if the crew stops meanwhile
     */
    CompletionStage<Outcome> begin(Generation next, String reason, Supplier<Outcome.Done> done) {
        generations.begin(next);
        turns.take();
        Reload begun = new Reload(clock, journal, slots, generations, next, joining);
        reload = begun;
        return begun.begin(reason, outcome -> {
            reload = null;
            turns.giveBack();
            return outcome instanceof Outcome.Done ? done.get() : outcome;
        });
    }

    /** The crew stops: no healthy worker is replaced any more. */
    void giveUp() {
        turns.take();
        if (reload != null) {
            reload.giveUp();
        }
    }

    /** As {@link Reload#willReplace}. */
    boolean willReplace(WorkerHandle worker) {
        return reload != null && reload.willReplace(worker);
    }

    /** As {@link Reload#withholds}. */
    boolean withholds(WorkerHandle worker, Slot slot) {
        return reload != null && reload.withholds(worker, slot);
    }

    /** A worker leaves of its own will. It is still in its slot. */
    void retires(WorkerHandle worker) {
        if (reload != null) {
            reload.leavesUnasked(worker, "gave itself up");
        }
    }

    /** A worker is dead. It is still in its slot. */
    void died(WorkerHandle worker) {
        if (reload != null) {
            reload.leavesUnasked(worker, howItEnded(worker));
        }
    }

    /** As {@link Reload#notStarted}. */
    void notStarted(Generation generation, int slot, String reason) {
        if (reload != null) {
            reload.notStarted(generation, slot, reason);
        }
    }

    /** Something has happened that the reload, or a worker that wants a turn, may wait for. */
    void look() {
        if (reload != null) {
            reload.look();
        }
        turns.goOn();
    }

    private String howItEnded(WorkerHandle worker) {
        long readyMs = generations.of(worker).supervision().timeouts().readyMs();
        if (worker.readiness().ever()) {
            return "died " + worker.readiness().forMs() + " ms after it was ready: " + worker.end();
        }
        return worker.snapshot(0).ageMs() >= readyMs
                ? "was not ready after " + readyMs + " ms"
                : "died before it was ready: " + worker.end();
    }
}
