package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.ReloadEvent;
import io.baton.master.snapshot.SlotState;
import io.baton.master.worker.WorkerHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a reload that has failed. A worker that was replaced already is replaced by one of the generation of before, if what
 * that was started from is still there; else it stays. Conductor thread only.
 */
final class Rollback {

    private final Clock clock;
    private final ApplicationJournal journal;
    private final Slots slots;
    private final Generation old;
    private final Generation failed;
    private final String reason;
    private final Consumer<Outcome> whenDone;

    /** The slots that went back, the lowest first; the reason of each that did not. */
    private final Map<Slot, String> stay = new TreeMap<>((one, other) -> Integer.compare(one.id(), other.id()));

    private final List<String> wentBack = new ArrayList<>();

    private @Nullable List<String> lastLines;
    private boolean mayGoBack;
    private boolean over;

    /**
     * The reload has just failed, for this reason.
     *
     * @param whenDone called once, when each worker has gone back or stays
     */
    Rollback(
            Clock clock,
            ApplicationJournal journal,
            Slots slots,
            Generation old,
            Generation failed,
            String reason,
            Consumer<Outcome> whenDone) {
        this.clock = clock;
        this.journal = journal;
        this.slots = slots;
        this.old = old;
        this.failed = failed;
        this.reason = reason;
        this.whenDone = whenDone;
    }

    /**
     * Begins.
     *
     * @param printed the last lines of the worker that failed, the oldest first
     */
    void begin(List<String> printed) {
        printed.forEach(line -> journal.add(new ReloadEvent.LastLine(journal.app(), journal.label(), line)));
        lastLines = printed;
        // Called on another thread.
        old.program()
                .lookForOrigin(missing -> clock.post(() -> {
                    mayGoBack = true;
                    if (missing != null) {
                        slots.serving().stream().filter(this::isAhead).forEach(slot -> stays(slot, missing));
                    }
                    look();
                }));
    }

    /** A worker leaves of its own will, or is dead; it is still in this slot. */
    void ended(WorkerHandle worker, Slot slot, String how) {
        if (worker != slot.worker() && isAhead(slot)) {
            stays(slot, "the worker of before " + how);
        }
    }

    /** A process for this slot could not be started. */
    void notStarted(Generation generation, Slot slot, String why) {
        if (generation.equals(old) && slot.worker() != null && isAhead(slot)) {
            stays(slot, why);
        }
    }

    /** Something has happened: what can be done next is done. */
    void look() {
        if (over || !mayGoBack || slots.inTransition() > 0) {
            return;
        }
        Slot next = next();
        if (next == null) {
            finish();
        } else if (slots.spares().contains(next)) {
            next.release(next.requireWorker(), "reload failed");
        } else {
            wentBack.add(next.report().name());
            goBack(next);
        }
    }

    private void goBack(Slot slot) {
        if (failed.supervision().reload().surge() == 0) {
            slot.succession().exchange("reload failed", old);
        } else {
            slot.replace("reload failed", old);
        }
    }

    private @Nullable Slot next() {
        for (Slot slot : slots.serving()) {
            if (isAhead(slot) && !stay.containsKey(slot)) {
                return slot;
            }
        }
        return slots.spareOn(failed);
    }

    private boolean isAhead(Slot slot) {
        return slot.state() != SlotState.STOPPED && slot.hasWorkerOf(failed);
    }

    private void stays(Slot slot, String why) {
        if (stay.put(slot, why) == null) {
            wentBack.remove(slot.report().name());
            journal.add(new ReloadEvent.Stays(journal.app(), slot.report().name(), why));
        }
    }

    private void finish() {
        over = true;
        whenDone.accept(new Outcome.Refused(Refusal.RELOAD_FAILED, inWords()));
    }

    private String inWords() {
        StringBuilder text = new StringBuilder(journal.app() + ": not reloaded: " + reason);
        if (wentBack.isEmpty() && stay.isEmpty()) {
            text.append("; the workers of before serve on");
        }
        if (!wentBack.isEmpty()) {
            text.append("; what was replaced is as before again: ").append(String.join(", ", wentBack));
        }
        stay.forEach((slot, why) -> text.append("; ")
                .append(slot.report().name())
                .append(" stays as it is: ")
                .append(why));
        if (lastLines != null && !lastLines.isEmpty()) {
            text.append("; its last lines:");
            lastLines.forEach(line -> text.append("\n    ").append(line));
        }
        return text.toString();
    }
}
