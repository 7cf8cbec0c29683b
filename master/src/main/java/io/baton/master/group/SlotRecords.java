package io.baton.master.group;

import io.baton.master.carried.CarriedRecord;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The records of all slots of an application, which stay while it is stopped. Conductor thread only. */
final class SlotRecords {

    private final IntSupplier ids;
    private final TreeMap<Integer, SlotRecord> bySlot = new TreeMap<>();

    /** @param ids gives a number in the master that no slot had before */
    SlotRecords(IntSupplier ids) {
        this.ids = ids;
    }

    /** The application has the slots from 1 to this number. Those that it had before keep their records, in their order. */
    void number(int slots) {
        List<SlotRecord> old = new ArrayList<>(bySlot.values());
        bySlot.clear();
        for (int slot = 1; slot <= slots; slot++) {
            bySlot.put(slot, slot <= old.size() ? old.get(slot - 1) : new SlotRecord(ids.getAsInt()));
        }
    }

    /** Those of the former image of this master. */
    void goOn(List<CarriedRecord> carried) {
        bySlot.clear();
        carried.forEach(record -> bySlot.put(record.slot(), SlotRecord.of(record)));
    }

    /** What the next image of this master goes on with. */
    List<CarriedRecord> carried() {
        List<CarriedRecord> carried = new ArrayList<>();
        bySlot.forEach((slot, record) -> carried.add(record.carried(slot)));
        return carried;
    }

    /** The record of a slot, a new one if it has none. */
    SlotRecord of(int slot) {
        return bySlot.computeIfAbsent(slot, unknown -> new SlotRecord(ids.getAsInt()));
    }

    /** All slots but these were given up. */
    void retain(Collection<Integer> slots) {
        bySlot.keySet().retainAll(slots);
    }

    /** The number of the slot with this id; null if there is none. */
    @Nullable
    Integer slotOf(int id) {
        for (Map.Entry<Integer, SlotRecord> entry : bySlot.entrySet()) {
            if (entry.getValue().id() == id) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** The record of a slot of the former image of this master; one of its own if the slot was given up. */
    SlotRecord of(CarriedRecord carried) {
        SlotRecord known = bySlot.get(carried.slot());
        return known != null && known.id() == carried.id() ? known : SlotRecord.of(carried);
    }

    boolean has(int slot) {
        return bySlot.containsKey(slot);
    }

    /** Their numbers in the application, the lowest first. */
    List<Integer> numbers() {
        return List.copyOf(bySlot.keySet());
    }

    /** All slots of an application that is stopped. */
    List<SlotSnapshot> stopped(String label) {
        List<SlotSnapshot> all = new ArrayList<>();
        bySlot.forEach((slot, record) -> all.add(new SlotSnapshot(
                label + "worker " + slot,
                record.id(),
                slot,
                SlotState.STOPPED,
                record.restarts(),
                0,
                SlotSnapshot.NO_START,
                record.lastExit(),
                record.lastExitAtMs(),
                null,
                null,
                null,
                null,
                List.of())));
        return all;
    }
}
