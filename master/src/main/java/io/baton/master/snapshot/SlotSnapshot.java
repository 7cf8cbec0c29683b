package io.baton.master.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slot at a moment, which outlives the processes in it.
 *
 * @param name as the log shows it, {@code worker 3} or {@code spare 4}
 * @param id its number
 * @param restarts how many processes were started here after the first one
 * @param exitsInARow exits since a worker was last stable here
 * @param nextStartMs how long until the next process starts; {@link #NO_START} if none waits for its time
 * @param worker the process that serves here, or that starts here for the first time; null if there is none
 * @param successor the process that starts while the other one serves; null if there is none
 * @param leaving the processes that were here and are not gone yet
 */
public record SlotSnapshot(
        String name,
        int id,
        SlotState state,
        int restarts,
        int exitsInARow,
        long nextStartMs,
        @Nullable WorkerSnapshot worker,
        @Nullable WorkerSnapshot successor,
        List<WorkerSnapshot> leaving) {

    /** No process waits for its time to start. */
    public static final long NO_START = -1;

    /** The same slot with these processes in it. */
    public SlotSnapshot with(@Nullable WorkerSnapshot inIt, @Nullable WorkerSnapshot next, List<WorkerSnapshot> old) {
        return new SlotSnapshot(name, id, state, restarts, exitsInARow, nextStartMs, inIt, next, old);
    }
}
