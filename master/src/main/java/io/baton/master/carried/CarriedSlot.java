package io.baton.master.carried;

import io.baton.master.snapshot.SlotState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slot and the processes in it.
 *
 * @param record what is known of it
 * @param exitsInARow exits since a worker was last stable
 * @param waits whether the next process starts at a time
 * @param nextStartNanos that time, by {@link System#nanoTime}
 * @param listened whether a worker of this slot has listened
 * @param keys of the sockets where its last ready worker listened, if that is gone
 * @param worker the process that serves here; null if there is none
 * @param successor the process that boots to replace it; null if there is none
 * @param leaving the processes that leave
 */
public record CarriedSlot(
        CarriedRecord record,
        SlotState state,
        int exitsInARow,
        boolean waits,
        long nextStartNanos,
        boolean listened,
        List<String> keys,
        @Nullable CarriedWorker worker,
        @Nullable CarriedWorker successor,
        List<CarriedWorker> leaving) {

    /** The numbers of its descriptors that must survive. */
    void addDescriptorsTo(List<Integer> numbers) {
        if (worker != null) {
            worker.addDescriptorsTo(numbers);
        }
        if (successor != null) {
            successor.addDescriptorsTo(numbers);
        }
        leaving.forEach(old -> old.addDescriptorsTo(numbers));
    }
}
