package io.baton.master.group;

import io.baton.master.carried.CarriedSlot;
import io.baton.master.carried.CarriedWorker;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.WorkerHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one slot: its worker, the successor that boots to replace a healthy worker, and the workers that leave.
 * Conductor thread only.
 */
final class Occupants {

    private final List<WorkerHandle> leaving = new ArrayList<>();

    /** Those that leave, and were told to while they were healthy. */
    private final Set<WorkerHandle> sentAway = new HashSet<>();

    private @Nullable WorkerHandle worker;
    private @Nullable WorkerHandle successor;
    private boolean listened;

    /** Where the last worker of before listened that was ready. */
    private Set<String> keys = Set.of();

    /** The slot's worker; null while the next one is being started or waited for. */
    @Nullable
    WorkerHandle worker() {
        return worker;
    }

    /** The process that replaces the worker once it is ready; null if there is none. */
    @Nullable
    WorkerHandle successor() {
        return successor;
    }

    /** Whether the worker takes connections, or could. */
    boolean haveReadyWorker() {
        return worker != null && worker.state() == WorkerState.READY;
    }

    /** Whether the worker is on its way to be ready. */
    boolean haveBootingWorker() {
        return worker != null && worker.state().compareTo(WorkerState.READY) < 0;
    }

    /** Every process of this slot that has not ended. */
    List<WorkerHandle> all() {
        List<WorkerHandle> all = new ArrayList<>(leaving);
        if (worker != null) {
            all.add(worker);
        }
        if (successor != null) {
            all.add(successor);
        }
        return all;
    }

    /** The snapshot of the slot, with these processes in it. */
    SlotSnapshot snapshot(Generations generations, SlotSnapshot slot) {
        return slot.with(
                generations.snapshot(worker),
                generations.snapshot(successor),
                leaving.stream()
                        .map(generations::snapshot)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** The processes of the slot in the former image of this master. */
    void goOn(CarriedSlot carried, Function<CarriedWorker, WorkerHandle> goOn) {
        listened = carried.listened();
        keys = Set.copyOf(carried.keys());
        carried.leaving().forEach(old -> leaving.add(goOn.apply(old)));
        worker = carried.worker() == null ? null : goOn.apply(carried.worker());
        successor = carried.successor() == null ? null : goOn.apply(carried.successor());
    }

    /** What the next image of this master goes on with, without the slot's own. */
    CarriedSlot carried(CarriedSlot slot) {
        return new CarriedSlot(
                slot.record(),
                slot.state(),
                slot.exitsInARow(),
                slot.waits(),
                slot.nextStartNanos(),
                haveListened(),
                List.copyOf(keys),
                worker == null ? null : worker.handover().carried(),
                successor == null ? null : successor.handover().carried(),
                leaving.stream().map(old -> old.handover().carried()).toList());
    }

    /** Whether a worker leaves this slot. */
    boolean someLeave() {
        return !leaving.isEmpty();
    }

    /** A worker that leaves, or is about to, is healthy. */
    void sendAway(WorkerHandle healthy) {
        sentAway.add(healthy);
    }

    /** Whether a healthy worker is on its way out. */
    boolean someAreSentAway() {
        return !sentAway.isEmpty();
    }

    /** Whether this is the worker or its successor. */
    boolean serveOrWill(WorkerHandle process) {
        return worker == process || successor == process;
    }

    /** Whether a worker of this slot has listened. Each later one then has to listen too before it is ready. */
    boolean haveListened() {
        return listened || (worker != null && worker.readiness().listened());
    }

    /** The keys of the sockets where each later worker has to listen too. */
    Set<String> keysServed() {
        return worker != null && worker.readiness().ever() ? worker.readiness().keys() : keys;
    }

    /** A new process begins here: as the worker if there is none, else as its successor. */
    void begin(WorkerHandle process) {
        if (worker == null) {
            worker = process;
        } else {
            successor = process;
        }
    }

    /** The successor becomes the worker. The worker of before leaves, if there is one still. */
    void promoteSuccessor() {
        if (worker != null) {
            leaveBehind(worker);
        }
        worker = Objects.requireNonNull(successor);
        successor = null;
    }

    /** The worker leaves. */
    void leaveBehind(WorkerHandle old) {
        remember(old);
        worker = null;
        leaving.add(old);
    }

    /** The worker and its successor leave. */
    void allLeave() {
        if (worker != null) {
            leaveBehind(worker);
        }
        dropSuccessor();
    }

    /** The successor is not needed any more, and leaves. Returns it; null if there is none. */
    @Nullable
    WorkerHandle dropSuccessor() {
        WorkerHandle dropped = successor;
        if (dropped != null) {
            leaving.add(dropped);
            successor = null;
        }
        return dropped;
    }

    /** The worker goes to another slot. */
    WorkerHandle giveAway() {
        WorkerHandle given = Objects.requireNonNull(worker);
        worker = null;
        return given;
    }

    /** A process has ended. */
    void remove(WorkerHandle dead) {
        leaving.remove(dead);
        sentAway.remove(dead);
        if (serveOrWill(dead)) {
            remember(dead);
        }
        worker = worker == dead ? null : worker;
        successor = successor == dead ? null : successor;
    }

    private void remember(WorkerHandle process) {
        listened |= process.readiness().listened();
        if (process.readiness().ever()) {
            keys = process.readiness().keys();
        }
    }
}
