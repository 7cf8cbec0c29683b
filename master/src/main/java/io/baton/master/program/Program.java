package io.baton.master.program;

import io.baton.master.spawn.SpawnRequest;

/** What workers run: a process to start for each slot. */
public interface Program {

    /** A worker for a slot. */
    SpawnRequest forSlot(int id);

    /** A worker for a spare's slot, for which nobody waits. */
    SpawnRequest forSpare(int id);

    /**
     * A worker crashed before it was ready; what only makes its start faster may be why.
     *
     * @param worker for the log
     */
    default void crashedAtStart(String worker) {}
}
