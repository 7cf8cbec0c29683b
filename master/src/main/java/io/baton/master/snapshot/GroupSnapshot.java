package io.baton.master.snapshot;

import java.util.List;

/**
 * One application at a moment.
 *
 * @param generation of its program and configuration; a reload raises it. 0 before the first start
 * @param slots of the workers that take connections, the lowest number first
 * @param spares the slots of workers without traffic
 * @param leaving the slots that were given up and are not empty yet
 */
public record GroupSnapshot(
        String name,
        GroupState state,
        int generation,
        List<SlotSnapshot> slots,
        List<SlotSnapshot> spares,
        List<SlotSnapshot> leaving,
        List<ListenerSnapshot> listeners) {

    /** The same application with these slots. */
    public GroupSnapshot with(List<SlotSnapshot> serving, List<SlotSnapshot> idle, List<SlotSnapshot> givenUp) {
        return new GroupSnapshot(name, state, generation, serving, idle, givenUp, listeners);
    }
}
