package io.baton.master.group;

import io.baton.master.worker.WorkerHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the healthy worker of one slot is followed by another process: its successor starts first, and it leaves when that is
 * ready; or it leaves first. At most one of both goes on. Conductor thread only.
 */
final class Succession {

    private final SlotParts parts;
    private final SlotReport report;
    private final NextStart nextStart;
    private final Launching launching;
    private final Occupants occupants;
    private final Runnable changed;

    /** Whether a successor of the worker was ordered, while the worker serves. */
    private boolean replacing;

    /** Of the process that starts when the healthy worker is gone; null if none waits for that. */
    private @Nullable Generation afterwards;

    /** @param changed called when a worker begins or ceases to be replaced */
    Succession(
            SlotParts parts,
            SlotReport report,
            NextStart nextStart,
            Launching launching,
            Occupants occupants,
            Runnable changed) {
        this.parts = parts;
        this.report = report;
        this.nextStart = nextStart;
        this.launching = launching;
        this.occupants = occupants;
        this.changed = changed;
    }

    /** A former image of this master has started the successor that there is. */
    void goOn() {
        replacing = occupants.successor() != null;
    }

    /** Whether a successor boots, or is to. */
    boolean isReplacing() {
        return replacing;
    }

    /** Whether a healthy worker is being replaced, or is on its way out. */
    boolean goesOn() {
        return replacing || occupants.someAreSentAway();
    }

    /** Whether a process starts here when the worker of before is gone. */
    boolean leavesFirst() {
        return afterwards != null;
    }

    /** Whether the newest process here, or the one that starts next, is of this generation. */
    boolean isOn(Generation generation) {
        Generation ordered = afterwards != null ? afterwards : launching.from();
        WorkerHandle newest = occupants.successor() != null ? occupants.successor() : occupants.worker();
        return ordered != null
                ? ordered.equals(generation)
                : newest != null && parts.generations().of(newest).equals(generation);
    }

    /** A successor starts, and the worker serves until that is ready. */
    void replace(String reason, Generation next) {
        report.replaces(Objects.requireNonNull(occupants.worker()), reason);
        replacing = true;
        launching.beginSuccessor(next);
        changed.run();
    }

    /** The worker leaves, and the next one starts when it is gone. */
    void exchange(String reason, Generation next) {
        WorkerHandle old = Objects.requireNonNull(occupants.worker());
        report.replaces(old, reason);
        occupants.leaveBehind(old);
        afterwards = next;
        sendAway(old, reason);
    }

    /** A healthy worker, which is not the slot's any more, leaves. One that is not ready has nothing to finish. */
    void sendAway(WorkerHandle healthy, String reason) {
        occupants.sendAway(healthy);
        changed.run();
        if (healthy.readiness().ever()) {
            parts.drain(healthy, reason);
        } else {
            healthy.kill(reason);
        }
    }

    /** The generation of the process that is to start now, because the worker of before is gone; null if there is none. */
    @Nullable
    Generation takeNext() {
        Generation next = occupants.someAreSentAway() ? null : afterwards;
        if (next != null) {
            afterwards = null;
        }
        return next;
    }

    /** The successor failed. The worker serves on, and may be replaced after a while. */
    void tryLater(long delayMs) {
        report.replacementFailed();
        nextStart.replaceLater(delayMs, () -> {
            if (!launching.goesOn() && occupants.successor() == null) {
                end();
            }
        });
    }

    /** A process has started. If no worker needs it as its successor any more, it ends. */
    void refuseIfNeedless(WorkerHandle started) {
        if (started == occupants.successor() && !replacing) {
            occupants.dropSuccessor();
            started.kill("not needed any more");
        }
    }

    /** The worker stays after all: what was to follow it is not needed. */
    void cancel(String reason) {
        WorkerHandle successor = occupants.dropSuccessor();
        if (successor != null) {
            sendAway(successor, reason);
        }
        forget();
        changed.run();
    }

    /** Nothing follows the worker any more. */
    void forget() {
        replacing = false;
        afterwards = null;
    }

    /** The slot has the worker that it will keep. */
    void end() {
        replacing = false;
        changed.run();
    }
}
