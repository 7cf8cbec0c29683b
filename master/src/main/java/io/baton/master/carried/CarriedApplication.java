package io.baton.master.carried;

import io.baton.master.snapshot.GroupState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One application.
 *
 * @param declaration as its operator declared it
 * @param wanted whether it is to run
 * @param workers how many it has now
 * @param state STOPPED, STARTING or RUNNING
 * @param generation of its program and configuration
 * @param records of all its slots
 * @param serving the slots whose workers serve, the lowest number first
 * @param spares the slots of spares
 * @param givenUp the slots that were given up and are not empty yet
 * @param listeners the sockets that its workers serve, in their order
 * @param admitted the pids of the workers that get connections
 * @param leaving the pids of the workers that get none any more
 */
public record CarriedApplication(
        Map<String, Object> declaration,
        boolean wanted,
        int workers,
        GroupState state,
        int generation,
        List<CarriedRecord> records,
        List<CarriedSlot> serving,
        List<CarriedSlot> spares,
        List<CarriedSlot> givenUp,
        List<CarriedListener> listeners,
        List<Integer> admitted,
        List<Integer> leaving) {

    /** The numbers of its descriptors that must survive. */
    public void addDescriptorsTo(List<Integer> numbers) {
        Stream.of(serving, spares, givenUp).flatMap(List::stream).forEach(slot -> slot.addDescriptorsTo(numbers));
        listeners.forEach(listener -> listener.addDescriptorsTo(numbers));
    }
}
