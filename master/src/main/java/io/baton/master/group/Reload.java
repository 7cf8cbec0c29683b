package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.ReloadRules;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.ReloadEvent;
import io.baton.master.snapshot.SlotState;
import io.baton.master.worker.WorkerHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Leads one reload of a crew. The lowest slot that is behind is replaced next; the old worker leaves when the new one is ready
 * and takes connections. The first worker of the new generation is on trial: while the worker that it is to replace serves, it
 * gets no connections. If a new worker does not start, or does not live, the reload has failed, and the {@link Rollback} leads.
 * Conductor thread only.
 */
final class Reload {

    /** A look now and then, besides those at events, so that no slot is forgotten. */
    private static final long LOOK_MS = 500;

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final ApplicationJournal journal;
    private final Slots slots;
    private final Generations generations;
    private final Generation next;
    private final ReloadRules rules;
    private final Joining joining;
    private final Trial trial;
    private final long beganAtNanos;
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

    private @Nullable Rollback rollback;
    private boolean stopped;

    /** When the pause after the last new worker ends. */
    private long pausedUntilNanos;

    /** The worker on trial, while it gets no connections. */
    private @Nullable WorkerHandle withheld;

    /** What a ready worker waits for. */
    interface Joining {

        /** The worker gets connections, and the one that it replaces leaves. */
        void join(WorkerHandle worker, Slot slot);
    }

    /**
     * A reload that begins with {@link #begin}.
     *
     * @param next has been made known to the generations
     */
    Reload(
            Clock clock,
            ApplicationJournal journal,
            Slots slots,
            Generations generations,
            Generation next,
            Joining joining) {
        this.clock = clock;
        this.journal = journal;
        this.slots = slots;
        this.generations = generations;
        this.next = next;
        this.rules = next.supervision().reload();
        this.joining = joining;
        this.trial = new Trial(clock, rules.trialMs(), this::passed);
        this.beganAtNanos = clock.nanoTime();
        this.pausedUntilNanos = beganAtNanos;
    }

    /**
     * Begins to replace.
     *
     * @param reason in words
     * @param whenEnded called before it is answered, for the answer
     * @return done when no process of the generation of before is left; refused when that serves again, as far as it can
     */
    CompletionStage<Outcome> begin(String reason, UnaryOperator<Outcome> whenEnded) {
        journal.add(new ReloadEvent.Begun(journal.app(), journal.label(), next.number(), reason));
        CompletionStage<Outcome> outcome = ended.thenApply(whenEnded);
        lookAgain();
        return outcome;
    }

    private boolean isOver() {
        return stopped || ended.isDone();
    }

    /** The crew stops: nothing is replaced any more, and nothing is answered. */
    void giveUp() {
        stopped = true;
    }

    /** Whether this worker leaves soon, because its slot is behind. */
    boolean willReplace(WorkerHandle worker) {
        return !isOver() && rollback == null && !isNew(worker) && slots.servingSlotOf(worker) != null;
    }

    /** A worker is ready. Returns whether it gets no connections yet. */
    boolean withholds(WorkerHandle worker, Slot slot) {
        if (isOver() || rollback != null || !isNew(worker)) {
            return false;
        }
        pause();
        if (trial.isPassed()) {
            return false;
        }
        boolean guarded = slot.isReady() && slot.worker() != worker && rules.trialMs() > 0;
        if (guarded) {
            journal.add(new ReloadEvent.OnTrial(worker.id(), rules.trialMs()));
            withheld = worker;
        }
        trial.begin(worker);
        return guarded;
    }

    /** A worker leaves of its own will, or is dead. It is still in its slot. */
    void leavesUnasked(WorkerHandle worker, String how) {
        Slot slot = slots.servingSlotOf(worker);
        if (isOver() || slot == null || slot.state() == SlotState.STOPPED) {
            trial.voidFor(worker);
        } else if (rollback != null) {
            rollback.ended(worker, slot, how);
        } else if (isNew(worker)
                && worker.readiness().forMs() < next.supervision().restart().minUptimeMs()) {
            fail(slot.report().name() + " " + how, worker);
        }
    }

    /** A process could not be started. */
    void notStarted(Generation generation, int number, String reason) {
        Slot slot = slots.serving(number);
        if (isOver() || slot == null) {
            return;
        } else if (rollback != null) {
            rollback.notStarted(generation, slot, reason);
        } else if (generation.equals(next)) {
            slot.succession().cancel("reload failed");
            fail(slot.report().name() + " could not be started: " + reason, null);
        }
    }

    /** Something has happened: what can be done next is done. */
    void look() {
        if (isOver()) {
            return;
        } else if (rollback != null) {
            rollback.look();
            return;
        }
        joinIfUnguarded();
        Slot behind = mayBegin() ? lowestBehind() : null;
        while (behind != null) {
            begin(behind);
            behind = mayBegin() ? lowestBehind() : null;
        }
        if (slots.serving().stream().allMatch(this::isDone) && (trial.isPassed() || nothingIsNew())) {
            finish();
        }
    }

    private void lookAgain() {
        look();
        if (!isOver()) {
            clock.after(LOOK_MS, this::lookAgain);
        }
    }

    /** The worker that the one on trial was to replace is gone: clients are not kept waiting. */
    private void joinIfUnguarded() {
        WorkerHandle tried = trial.worker();
        Slot slot = tried == null ? null : slots.servingSlotOf(tried);
        if (tried != null && slot == null) {
            trial.voidFor(tried);
        } else if (slot != null && (slot.worker() == tried || !slot.isReady())) {
            joinWithheld();
        }
    }

    private void passed() {
        generations.prove();
        joinWithheld();
        look();
    }

    private void joinWithheld() {
        WorkerHandle held = withheld;
        withheld = null;
        Slot slot = held == null ? null : slots.servingSlotOf(held);
        if (held != null && slot != null) {
            pause();
            joining.join(held, slot);
        }
    }

    /** A new worker serves from now on, and the next one is not begun for a while. */
    private void pause() {
        pausedUntilNanos = clock.nanoTime() + rules.pauseMs() * NANOS_PER_MS;
    }

    /**
     * The first one alone. After that as many at a time as the operator allows, or one that is stopped first; and after a pause in
     * which the last one that joined serves.
     */
    private boolean mayBegin() {
        if (!trial.isPassed()) {
            return slots.inTransition() == 0 && nothingIsNew();
        }
        return clock.nanoTime() - pausedUntilNanos >= 0 && slots.inTransition() < Math.max(1, rules.surge());
    }

    private @Nullable Slot lowestBehind() {
        for (Slot slot : slots.serving()) {
            if (slot.standing().mayBeReplaced() && !slot.succession().isOn(next)) {
                return slot;
            }
        }
        boolean sparesLast = slots.serving().stream().allMatch(this::isDone);
        return sparesLast ? slots.spareBehind(next) : null;
    }

    private void begin(Slot slot) {
        WorkerHandle old = slot.worker();
        if (old == null) {
            slot.spawn(next);
        } else if (slots.spares().contains(slot)) {
            slot.release(old, "reload");
        } else if (rules.surge() == 0) {
            slot.succession().exchange("reload", next);
        } else {
            slot.replace("reload", next);
        }
    }

    private boolean nothingIsNew() {
        return slots.serving().stream().noneMatch(slot -> slot.succession().isOn(next));
    }

    private boolean isDone(Slot slot) {
        boolean ready = slot.isReady()
                && slot.succession().isOn(next)
                && !slot.succession().goesOn();
        return ready || slot.state() == SlotState.STOPPED;
    }

    private void finish() {
        boolean sparesAreNew = slots.spares().stream()
                .allMatch(spare -> spare.isEmpty() || spare.succession().isOn(next));
        if (!sparesAreNew || slots.inTransition() > 0) {
            return;
        }
        generations.adopt();
        long ms = (clock.nanoTime() - beganAtNanos) / NANOS_PER_MS;
        journal.add(new ReloadEvent.Done(journal.app(), journal.label(), next.number(), ms));
        ended.complete(new Outcome.Done("reloaded"));
    }

    private void fail(String reason, @Nullable WorkerHandle culprit) {
        Generation old = generations.current();
        generations.abandon();
        journal.add(new ReloadEvent.Failed(journal.app(), journal.label(), next.number(), reason));
        slots.serving().stream().filter(slot -> slot.succession().isOn(next)).forEach(slot -> {
            slot.succession().cancel("reload failed");
            slot.spawn();
        });
        Rollback begun = new Rollback(clock, journal, slots, old, next, reason, ended::complete);
        rollback = begun;
        if (culprit == null) {
            clock.post(() -> begun.begin(List.of()));
        } else {
            // By then the worker's last lines have been read.
            clock.post(() -> culprit.remains().lastLines(begun::begin));
        }
    }

    private boolean isNew(WorkerHandle worker) {
        return generations.of(worker).equals(next);
    }
}
