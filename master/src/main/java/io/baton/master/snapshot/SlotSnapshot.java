package io.baton.master.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slot at a moment, which outlives the processes in it.
 *
 * @param name as the log shows it, {@code worker 3} or {@code spare 4}
 * @param id its number in the master, which no other slot has or gets; {@link #NO_ID} for a spare
 * @param slot its number in the application
 * @param restarts how many processes were started here after the first one
 * @param exitsInARow exits since a worker was last stable here
 * @param nextStartMs how long until the next process starts; {@link #NO_START} if none waits for its time
 * @param lastExit the end of the last process here, as {@code exit code 1}; null if none has ended
 * @param lastExitAtMs when that was by the clock on the wall, in milliseconds since 1970; 0 if none has ended
 * @param outLog the file of the standard output; null if it goes to the terminal
 * @param errLog the file of the standard error; null if it goes to the terminal
 * @param worker the process that serves here, or that starts here for the first time; null if there is none
 * @param successor the process that starts while the other one serves; null if there is none
 * @param leaving the processes that were here and are not gone yet
 */
public record SlotSnapshot(
        String name,
        int id,
        int slot,
        SlotState state,
        int restarts,
        int exitsInARow,
        long nextStartMs,
        @Nullable String lastExit,
        long lastExitAtMs,
        @Nullable String outLog,
        @Nullable String errLog,
        @Nullable WorkerSnapshot worker,
        @Nullable WorkerSnapshot successor,
        List<WorkerSnapshot> leaving) {

    /** No process waits for its time to start. */
    public static final long NO_START = -1;

    /** A spare has no number of its own: its worker takes the slot of another. */
    public static final int NO_ID = -1;

    /** The same slot with these processes in it. */
    public SlotSnapshot with(@Nullable WorkerSnapshot inIt, @Nullable WorkerSnapshot next, List<WorkerSnapshot> old) {
        return new SlotSnapshot(
                name,
                id,
                slot,
                state,
                restarts,
                exitsInARow,
                nextStartMs,
                lastExit,
                lastExitAtMs,
                outLog,
                errLog,
                inIt,
                next,
                old);
    }

    /** The same slot with these files of its output. */
    public SlotSnapshot printingTo(@Nullable String out, @Nullable String err) {
        return new SlotSnapshot(
                name,
                id,
                slot,
                state,
                restarts,
                exitsInARow,
                nextStartMs,
                lastExit,
                lastExitAtMs,
                out,
                err,
                worker,
                successor,
                leaving);
    }
}
