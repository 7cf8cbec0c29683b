package io.baton.master.program;

import io.baton.master.spawn.SpawnRequest;
import java.io.IOException;

/** What workers run: a process to start for each slot. Requests are made on the thread that starts them, which may wait for files. */
public interface Program {

    /** A worker for a slot. */
    SpawnRequest forSlot(int id) throws IOException;

    /** A worker for a spare's slot, for which nobody waits. */
    SpawnRequest forSpare(int id) throws IOException;

    /**
     * A worker has ended. On the conductor.
     *
     * @param worker for the log
     * @param crashedAtStart whether it crashed before it was ready; what only makes its start faster may be why
     */
    default void ended(String worker, boolean crashedAtStart) {}

    /**
     * Looks, on the thread that starts processes, whether a worker that starts now would run something else than the last.
     *
     * @param changed called there if so, and once for each change
     */
    default void lookForChange(Runnable changed) {}

    /** No worker will be started any more, and all have ended, or will by themselves. May wait for files. */
    default void end() {}
}
