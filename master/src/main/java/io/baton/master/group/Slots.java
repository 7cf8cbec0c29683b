package io.baton.master.group;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.carried.CarriedRecord;
import io.baton.master.carried.CarriedSlot;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.worker.WorkerHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All slots of a crew: those whose workers serve, those of the spares, and those that were given up and are not empty yet.
 * Conductor thread only.
 */
final class Slots {

    private final List<Slot> serving = new ArrayList<>();
    private final List<Slot> spares = new ArrayList<>();
    private final List<Slot> givenUp = new ArrayList<>();
    private final IntFunction<Slot> newSlot;

    /**
     * So many slots, all empty.
     *
     * @param newSlot makes a slot with this number
     * @param newSpare makes the slot of a spare with this number
     */
    Slots(int workers, int spareCount, IntFunction<Slot> newSlot, IntFunction<Slot> newSpare) {
        this.newSlot = newSlot;
        for (int id = 1; id <= workers; id++) {
            serving.add(newSlot.apply(id));
        }
        for (int id = workers + 1; id <= workers + spareCount; id++) {
            spares.add(newSpare.apply(id));
        }
    }

    /**
     * The slots of the former image of this master.
     *
     * @param newSlot makes further slots
     * @param slot makes one of those that there were
     * @param spare makes one of the spares that there were
     */
    private Slots(
            CarriedApplication carried,
            IntFunction<Slot> newSlot,
            Function<CarriedRecord, Slot> slot,
            Function<CarriedRecord, Slot> spare) {
        this.newSlot = newSlot;
        carried.serving().forEach(one -> serving.add(slot.apply(one.record())));
        carried.spares().forEach(one -> spares.add(spare.apply(one.record())));
        carried.givenUp().forEach(one -> givenUp.add(slot.apply(one.record())));
    }

    /** So many slots, all empty. */
    static Slots empty(int workers, int spareCount, SlotRecords records, SlotParts parts) {
        records.number(workers);
        return new Slots(
                workers,
                spareCount,
                id -> new Slot(id, false, records.of(id), parts),
                id -> new Slot(id, true, SlotRecord.ofSpare(), parts));
    }

    /** The slots of the former image of this master, empty until {@link #goOn}. */
    static Slots of(CarriedApplication carried, SlotRecords records, SlotParts parts) {
        return new Slots(
                carried,
                id -> new Slot(id, false, records.of(id), parts),
                record -> new Slot(record.slot(), false, records.of(record), parts),
                record -> new Slot(record.slot(), true, SlotRecord.of(record), parts));
    }

    /** Whether a process was ordered and is not there yet. */
    boolean anySpawning() {
        return all().anyMatch(slot -> slot.standing().isSpawning());
    }

    /** The processes of the former image of this master. The slots are those of {@link #of}. */
    void goOn(CarriedApplication carried) {
        goOn(serving, carried.serving());
        goOn(spares, carried.spares());
        goOn(givenUp, carried.givenUp());
    }

    private static void goOn(List<Slot> slots, List<CarriedSlot> carried) {
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).goOn(carried.get(i));
        }
    }

    /** What the next image of this master goes on with. */
    List<CarriedSlot> carriedGivenUp() {
        return carried(givenUp.stream().filter(slot -> !slot.isEmpty()).toList());
    }

    /** What the next image of this master goes on with. */
    static List<CarriedSlot> carried(List<Slot> slots) {
        return slots.stream().map(Slot::carried).toList();
    }

    /** The slots whose workers serve, the lowest number first. */
    List<Slot> serving() {
        return serving;
    }

    /** The slots of the spares, empty ones too. */
    List<Slot> spares() {
        return spares;
    }

    /** The snapshot of the group, with these slots. */
    GroupSnapshot snapshot(GroupSnapshot group) {
        return group.with(
                snapshots(serving),
                snapshots(spares),
                snapshots(givenUp.stream().filter(slot -> !slot.isEmpty()).toList()));
    }

    private static List<SlotSnapshot> snapshots(List<Slot> slots) {
        return slots.stream().map(Slot::snapshot).toList();
    }

    /** Whether each serving slot has a ready worker, except those that the operator stopped. */
    boolean allReady() {
        return serving.stream().allMatch(slot -> slot.isReady() || slot.state() == SlotState.STOPPED);
    }

    /** In how many slots a healthy worker is being replaced, or is on its way out. */
    int inTransition() {
        return (int) all().filter(slot -> slot.succession().goesOn()).count();
    }

    /** The slot of a spare of another generation than this one that can be replaced; null if there is none. */
    @Nullable
    Slot spareBehind(Generation next) {
        return spares.stream()
                .filter(spare -> spare.worker() != null
                        && spare.standing().mayBeReplaced()
                        && !spare.succession().isOn(next))
                .findFirst()
                .orElse(null);
    }

    /** The slot of a spare of this generation that can be replaced; null if there is none. */
    @Nullable
    Slot spareOn(Generation failed) {
        return spares.stream()
                .filter(spare -> spare.standing().mayBeReplaced() && spare.hasWorkerOf(failed))
                .findFirst()
                .orElse(null);
    }

    /** Whether the first process of some slot may still become ready. */
    boolean anyAtFirstStart() {
        return serving.stream().anyMatch(slot -> slot.nextStart().exitsInARow() == 0 && !slot.isEmpty());
    }

    /** Whether no process is left in any slot. */
    boolean allEmpty() {
        return all().allMatch(Slot::isEmpty);
    }

    /** The serving slot whose worker this is, or will be when it is ready; null if there is none. */
    @Nullable
    Slot servingSlotOf(WorkerHandle worker) {
        return serving.stream().filter(slot -> slot.isFor(worker)).findFirst().orElse(null);
    }

    /** The slot whose worker or spare this is, or will be when it is ready; null if the worker has left it. */
    @Nullable
    Slot slotOf(WorkerHandle worker) {
        return Stream.concat(serving.stream(), spares.stream())
                .filter(slot -> slot.isFor(worker))
                .findFirst()
                .orElse(null);
    }

    /** The slot that has this process, also if the process leaves it. */
    Slot holding(WorkerHandle worker) {
        return all().filter(slot -> slot.workers().contains(worker)).findFirst().orElseThrow();
    }

    /** A ready spare of this generation, whose own slot is empty then; null if there is none. */
    @Nullable
    WorkerHandle takeSpare(Generation generation) {
        return spares.stream()
                .filter(spare -> spare.isReady() && spare.hasWorkerOf(generation))
                .findFirst()
                .map(Slot::giveAway)
                .orElse(null);
    }

    /** One serving slot more, with the lowest free number. */
    Slot add() {
        givenUp.removeIf(Slot::isEmpty);
        Slot slot = newSlot.apply(lowestFreeId());
        long lower = serving.stream().filter(other -> other.id() < slot.id()).count();
        serving.add((int) lower, slot);
        return slot;
    }

    private int lowestFreeId() {
        Set<Integer> used = new HashSet<>();
        forEach(slot -> used.add(slot.id()));
        int id = 1;
        while (used.contains(id)) {
            id++;
        }
        return id;
    }

    /** The serving slot with this number; null if there is none. */
    @Nullable
    Slot serving(int id) {
        return serving.stream().filter(slot -> slot.id() == id).findFirst().orElse(null);
    }

    /** Gives up the serving slot with the highest number, one that is stopped if there is one; null if it is the only one. */
    @Nullable
    Slot giveUpHighest() {
        if (serving.size() == 1) {
            return null;
        }
        givenUp.removeIf(Slot::isEmpty);
        Slot highest = serving.get(serving.size() - 1);
        for (Slot slot : serving) {
            highest = slot.state() == SlotState.STOPPED ? slot : highest;
        }
        serving.remove(highest);
        givenUp.add(highest);
        return highest;
    }

    /** Starts a spare wherever there is none. */
    void startSpares() {
        spares.forEach(Slot::spawn);
    }

    void forEach(Consumer<Slot> action) {
        all().forEach(action);
    }

    /** Whether this is the process of a worker, whose exit status is read here. */
    boolean own(int pid) {
        boolean[] found = {false};
        forEachWorker(worker -> found[0] |= worker.pid() == pid);
        return found[0];
    }

    void forEachWorker(Consumer<WorkerHandle> action) {
        forEach(slot -> slot.workers().forEach(action));
    }

    private Stream<Slot> all() {
        return Stream.of(serving, spares, givenUp).flatMap(List::stream);
    }
}
