package io.baton.master.program;

import io.baton.master.spawn.SpawnRequest;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of one start of a group run. Its requests are made on the thread that starts processes, and may wait for
 * files.
 */
public interface Program {

    /**
     * The request for a slot's worker.
     *
     * @param workers how many slots there are now
     */
    SpawnRequest forSlot(int id, int workers) throws IOException;

    /**
     * The request for a slot's worker that follows one which serves until this one is ready, so that it has more time
     * to start.
     */
    default SpawnRequest forSuccessor(int id, int workers) throws IOException {
        return forSlot(id, workers);
    }

    /** The request for a spare, which has more time to start. */
    SpawnRequest forSpare(int id, int workers) throws IOException;

    /**
     * A worker has ended. Conductor thread only.
     *
     * @param worker its name for the log
     * @param crashedAtStart whether it crashed before it was ready, perhaps because of the class-data archive
     */
    default void ended(String worker, boolean crashedAtStart) {}

    /**
     * A worker has ended with an exit code that says that it failed, before it was ready. Conductor thread only.
     *
     * @param slot that it had, or the number of a spare
     * @param worker its name for the log
     */
    default void failedAtStart(int slot, String worker) {}

    /**
     * Looks, on the thread that starts processes, whether the program has changed since the last worker started.
     *
     * @param changed called on that thread, once for each change
     */
    default void lookForChange(Runnable changed) {}

    /**
     * From now on workers start from what the last one was started from, as long as that is there, even if there is something
     * newer. Any thread may call.
     */
    default void stayWithOrigin() {}

    /**
     * Looks, on the thread that starts processes, whether what the last worker was started from is still there.
     *
     * @param answer called on any thread, with null if it is, else with the reason why not
     */
    default void lookForOrigin(Consumer<@Nullable String> answer) {
        answer.accept(null);
    }

    /**
     * Whether the next master of the same command line will start its first worker as this one did, and whether the
     * worker may start before it is known that there will be a master: it does nothing of its own before a master
     * speaks.
     */
    default boolean mayStartEarly() {
        return false;
    }

    /** Makes a class-data archive of its own; null if it has none, or none yet. */
    default @Nullable Trainable trainable() {
        return null;
    }

    /** No worker will be started any more. Removes what the program needed on the disk. May wait for files. */
    default void end() {}
}
