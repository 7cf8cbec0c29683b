package io.baton.master.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One application at a moment.
 *
 * @param generation of its program and configuration; a reload raises it. 0 before the first start
 * @param mode how connections come to its workers: {@code handoff}, {@code shared} or {@code reuseport}
 * @param kind what its workers run: the built-in application, a jar or a Node program, as {@code built-in}
 * @param file the program; null for the built-in application
 * @param directory where it works; null for the directory of the master
 * @param declaredWorkers how many workers there are to be
 * @param minReady how many of them have to be ready for the application to be healthy; 0 if it always is
 * @param sparesWanted how many spares there are to be
 * @param slots of the workers that take connections, the lowest number first; while the application is stopped, those
 *     that it had
 * @param spares the slots of workers without traffic
 * @param leaving the slots that were given up and are not empty yet
 */
public record GroupSnapshot(
        String name,
        GroupState state,
        int generation,
        String mode,
        String kind,
        @Nullable String file,
        @Nullable String directory,
        int declaredWorkers,
        int minReady,
        int sparesWanted,
        List<SlotSnapshot> slots,
        List<SlotSnapshot> spares,
        List<SlotSnapshot> leaving,
        List<ListenerSnapshot> listeners) {

    /** The same application with these slots, those of all spares that it wants among them. */
    public GroupSnapshot with(List<SlotSnapshot> serving, List<SlotSnapshot> idle, List<SlotSnapshot> givenUp) {
        return new GroupSnapshot(
                name,
                state,
                generation,
                mode,
                kind,
                file,
                directory,
                declaredWorkers,
                minReady,
                idle.isEmpty() ? sparesWanted : idle.size(),
                serving,
                idle,
                givenUp,
                listeners);
    }
}
