package io.baton.master.group;

import io.baton.master.carried.CarriedSlot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.WorkerHandle;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A numbered place for a worker, which outlives the processes in it; or the place where a spare waits until another slot
 * needs it. Starts a process whenever the slot is empty, later and later if the processes keep dying. Conductor thread only.
 */
final class Slot implements Launcher.Result {

    private final int id;
    private final SlotReport report;
    private final boolean spare;
    private final SlotParts parts;
    private final NextStart nextStart;
    private final Launching launching;
    private final Occupants occupants = new Occupants();
    private final Succession succession;
    private final SlotStanding standing;

    /**
     * An empty slot.
     *
     * @param id its number
     * @param spare whether its worker waits for another slot to need it
     * @param record what is known of it already
     */
    Slot(int id, boolean spare, SlotRecord record, SlotParts parts) {
        this.id = id;
        this.spare = spare;
        this.parts = parts;
        this.report = new SlotReport(parts.clock(), parts.journal(), id, spare, record);
        this.nextStart = new NextStart(
                parts.clock(),
                report,
                () -> parts.generations().newest().supervision().restart());
        this.launching = new Launching(parts, report, id, spare, this);
        this.succession = new Succession(
                parts, report, nextStart, launching, occupants, () -> standing().settle());
        this.standing = new SlotStanding(spare, report, launching, occupants, succession);
    }

    int id() {
        return id;
    }

    /** What goes on here. */
    SlotStanding standing() {
        return standing;
    }

    SlotState state() {
        return standing.state();
    }

    /** The slot now. */
    SlotSnapshot snapshot() {
        return occupants.snapshot(parts.generations(), report.snapshot(state(), nextStart.exitsInARow()));
    }

    /** The worker; null while the next one is being started or waited for. */
    @Nullable
    WorkerHandle worker() {
        return occupants.worker();
    }

    /** The worker. Only if there is one. */
    WorkerHandle requireWorker() {
        return Objects.requireNonNull(worker());
    }

    /** Every process of this slot that has not ended. */
    List<WorkerHandle> workers() {
        return occupants.all();
    }

    /** Whether this is the slot's worker, or will be when it is ready. */
    boolean isFor(WorkerHandle process) {
        return occupants.serveOrWill(process);
    }

    /** Whether the worker takes connections, or could. */
    boolean isReady() {
        return occupants.haveReadyWorker();
    }

    /** Whether the worker is of this generation. */
    boolean hasWorkerOf(Generation generation) {
        return worker() != null && parts.generations().of(requireWorker()).equals(generation);
    }

    /** Whether no process is here or being started. */
    boolean isEmpty() {
        return standing.isEmpty();
    }

    /** The slot of the former image of this master. */
    void goOn(CarriedSlot carried) {
        standing.is(carried.state());
        occupants.goOn(carried, launching::goOn);
        nextStart.goOn(carried, this::spawn);
        succession.goOn();
        standing.settle();
    }

    /** What the next image of this master goes on with. */
    CarriedSlot carried() {
        return occupants.carried(report.carried(state(), nextStart.exitsInARow()));
    }

    /** As {@link #spawn(Generation)}, of the generation for empty slots. */
    void spawn() {
        spawn(parts.generations().forStart());
    }

    /** Starts a process, unless one is here or is to start anyway, or the slot has stopped. */
    void spawn(Generation generation) {
        if (!standing.isStopped() && !launching.goesOn() && worker() == null && !succession.leavesFirst()) {
            launching.begin(generation);
            standing.settle();
        }
    }

    /** As {@link #replace(String, Generation)}, by one of the generation for empty slots. */
    void replace(String reason) {
        replace(reason, parts.generations().forStart());
    }

    /** Starts a successor of a healthy worker, which serves until the successor is ready and leaves then. */
    void replace(String reason, Generation next) {
        if (standing.mayBeReplaced() && worker() != null) {
            succession.replace(reason, next);
        }
    }

    /** The operator, not this master, asks a worker to end. A spare replaces it at once, else a successor once it is ready. */
    void release(WorkerHandle asked, String reason) {
        if (asked == worker() && !spare) {
            WorkerHandle taken = standing.mayBeReplaced() ? parts.events().takeSpare() : null;
            if (taken == null) {
                replace(reason);
                return;
            }
            occupants.leaveBehind(asked);
            take(taken);
        } else if (asked == worker()) {
            // A spare that is asked to go has not failed, so the next one need not wait.
            occupants.leaveBehind(asked);
            fill(0);
        }
        occupants.sendAway(asked);
        parts.drain(asked, reason);
    }

    /** A process that was started for this slot is ready. */
    void ready(WorkerHandle process) {
        WorkerHandle old = worker();
        if (process == occupants.successor() && old != null) {
            occupants.promoteSuccessor();
            succession.end();
            succession.sendAway(old, "replaced");
        }
    }

    /** The spare that waits here goes to another slot. */
    WorkerHandle giveAway() {
        return occupants.giveAway();
    }

    /** The worker leaves by its own decision, and the next one starts; more slowly if this happens again and again. */
    void vacate(WorkerHandle retiring) {
        if (worker() == retiring) {
            occupants.leaveBehind(retiring);
            fill(nextStart.delayAfterExit(retiring.readiness().forMs()));
        }
    }

    /** A process of this slot has ended. If it was the worker and had not left, the next one starts. */
    void died(WorkerHandle dead) {
        boolean wasWorker = dead == worker();
        boolean wasSuccessor = dead == occupants.successor();
        occupants.remove(dead);
        report.ended(dead);
        standing.settle();
        Generation next = succession.takeNext();
        if (standing.isStopped()) {
            return;
        } else if (next != null) {
            spawn(next);
        } else if (wasWorker) {
            report.died(dead);
            fill(nextStart.delayAfterExit(dead.readiness().forMs()));
        } else if (wasSuccessor) {
            report.died(dead);
            succession.tryLater(nextStart.delayAfterExit(0));
        }
    }

    /** Starts no process any more. Those that are here are not touched. */
    void stop() {
        standing.is(SlotState.STOPPED);
        succession.forget();
    }

    /** The operator wants no worker here: every process finishes and leaves, and none starts until {@link #resume}. */
    void halt(String reason) {
        stop();
        occupants.allLeave();
        workers().forEach(worker -> parts.drain(worker, reason));
    }

    /** The operator wants a worker here, now: its start waits no longer. */
    void resume() {
        nextStart.reset();
        standing.is(standing.isStopped() ? SlotState.BACKOFF : state());
        spawn();
        standing.settle();
    }

    /** How its worker is followed by another one. */
    Succession succession() {
        return succession;
    }

    SlotReport report() {
        return report;
    }

    NextStart nextStart() {
        return nextStart;
    }

    @Override
    public void launched(WorkerHandle started) {
        if (occupants.haveListened()) {
            started.readiness().hasToListen(occupants.keysServed());
        }
        occupants.begin(started);
        if (started == worker()) {
            succession.end();
        }
        if (standing.isStopped()) {
            started.kill("stopping");
        } else {
            succession.refuseIfNeedless(started);
        }
    }

    @Override
    public void failed(String reason) {
        long delayMs = nextStart.delayAfterExit(0);
        if (worker() == null) {
            succession.end();
            respawnAfter(delayMs);
        } else {
            succession.tryLater(delayMs);
        }
    }

    private void fill(long delayMs) {
        if (standing.isStopped()) {
            return;
        }
        WorkerHandle taken = spare ? null : parts.events().takeSpare();
        if (taken != null) {
            take(taken);
        } else if (occupants.successor() != null) {
            occupants.promoteSuccessor();
            succession.end();
        } else if (!launching.goesOn()) {
            respawnAfter(delayMs);
        }
    }

    private void take(WorkerHandle taken) {
        report.takes(taken);
        taken.sit(id, report.name());
        occupants.begin(taken);
        standing.settle();
        parts.events().tookSlot(taken);
    }

    private void respawnAfter(long delayMs) {
        if (!standing.isStopped()) {
            standing.is(nextStart.fill(delayMs, state(), this::spawn));
            if (delayMs == 0) {
                spawn();
            }
        }
    }
}
