package io.baton.master.group;

import io.baton.master.journal.ApplicationJournal;
import io.baton.master.snapshot.SlotState;
import io.baton.master.worker.WorkerHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verbs for the slots of a crew that serves. An outcome comes when the verb is done. Conductor thread only. */
final class SlotVerbs {

    /** So many exits in a row show that a start does not succeed. */
    private static final int HOPELESS_EXITS = 3;

    private final ApplicationJournal journal;
    private final Slots slots;
    private final FirstStarts starts;
    private final Goals goals;
    private final Generations generations;
    private final Turns turns;

    /** @param starts starts workers a few at a time */
    SlotVerbs(
            ApplicationJournal journal,
            Slots slots,
            FirstStarts starts,
            Goals goals,
            Generations generations,
            Turns turns) {
        this.journal = journal;
        this.slots = slots;
        this.starts = starts;
        this.goals = goals;
        this.generations = generations;
        this.turns = turns;
    }

    /** As many workers more; they start a few at a time. Returns their slots. */
    List<Slot> grow(int more) {
        List<Slot> added = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            Slot slot = slots.add();
            added.add(slot);
            starts.add(slot);
            journal.grew(slots.serving().size());
        }
        starts.goOn();
        return added;
    }

    /** Lets the worker with the highest number finish and leave. Returns its slot; null if it is the only one, which stays. */
    @Nullable
    Slot shrink() {
        Slot given = slots.giveUpHighest();
        if (given == null) {
            journal.didNotShrink(slots.serving().size());
            return null;
        }
        given.stop();
        given.workers()
                .forEach(worker ->
                        worker.drain("one worker less", generations.of(worker).drainMs()));
        journal.shrank(
                slots.serving().size(),
                given.workers().stream().map(WorkerHandle::id).toList());
        return given;
    }

    /**
     * As many workers as this.
     *
     * @param workers {@code >= 1}
     * @param done what there is then
     */
    CompletionStage<Outcome> resize(int workers, Supplier<Outcome> done) {
        int now = slots.serving().size();
        if (workers > now) {
            List<Slot> added = grow(workers - now);
            return goals.add(() -> allReady(added, done));
        }
        List<Slot> given = new ArrayList<>();
        for (int i = now; i > workers; i--) {
            Slot slot = shrink();
            if (slot != null) {
                given.add(slot);
            }
        }
        return goals.add(() -> given.stream().allMatch(Slot::isEmpty) ? done.get() : null);
    }

    /** The slot lets its worker finish and leave, and stays empty. */
    CompletionStage<Outcome> stop(Slot slot) {
        slot.halt("stopping");
        return goals.add(() -> {
            if (slot.state() != SlotState.STOPPED) {
                return new Outcome.Refused(
                        Refusal.STOPPED_MEANWHILE, slot.report().name() + ": it was started again");
            }
            return slot.isEmpty() ? new Outcome.Done("stopped") : null;
        });
    }

    /** The slot gets a worker, if it has none. */
    CompletionStage<Outcome> start(Slot slot) {
        slot.resume();
        return goals.add(() -> allReady(List.of(slot), () -> new Outcome.Done("1 worker")));
    }

    /** The slot gets another worker, when it has its turn. The one that it has serves until the new one is ready. */
    CompletionStage<Outcome> restart(Slot slot) {
        WorkerHandle worker = slot.worker();
        if (worker == null || slot.state() == SlotState.STOPPED) {
            slot.resume();
            return goals.add(() -> allReady(List.of(slot), () -> new Outcome.Done("restarted")));
        }
        Turns.Turn turn = turns.ask(() -> {
            if (slot.worker() == worker && slot.state() != SlotState.STOPPED) {
                slot.nextStart().reset();
                slot.release(worker, "restart");
            }
        });
        return goals.add(() -> {
            boolean stopped = slot.state() == SlotState.STOPPED;
            if (!stopped && slot.worker() == worker) {
                return turn.hasBegun() && !slot.standing().awaitsSuccessor() ? notReplaced(slot) : null;
            }
            boolean leaves = slot.workers().contains(worker);
            return leaves && !stopped ? null : allReady(List.of(slot), () -> new Outcome.Done("restarted"));
        });
    }

    private @Nullable Outcome allReady(List<Slot> wanted, Supplier<Outcome> done) {
        boolean ready = true;
        for (Slot slot : wanted) {
            if (slot.state() == SlotState.STOPPED) {
                return new Outcome.Refused(
                        Refusal.STOPPED_MEANWHILE, slot.report().name() + ": it was stopped");
            }
            if (hasFailed(slot)) {
                return new Outcome.Refused(
                        Refusal.NO_WORKER_STARTS,
                        slot.report().name() + ": it does not start, and is tried again: "
                                + slot.report().record().lastExit());
            }
            ready &= slot.isReady();
        }
        return ready ? done.get() : null;
    }

    private static boolean hasFailed(Slot slot) {
        return !slot.isReady() && slot.nextStart().exitsInARow() >= HOPELESS_EXITS;
    }

    private static Outcome notReplaced(Slot slot) {
        return new Outcome.Refused(
                Refusal.NO_WORKER_STARTS,
                slot.report().name() + ": its worker stays, because the new one did not become ready: "
                        + slot.report().record().lastExit());
    }
}
