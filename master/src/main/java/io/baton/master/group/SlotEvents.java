package io.baton.master.group;

import io.baton.master.worker.WorkerEvents;
import io.baton.master.worker.WorkerHandle;
import org.jspecify.annotations.Nullable;

/** What a {@link Slot} and its workers ask of the crew and tell it. Conductor thread only. */
interface SlotEvents extends WorkerEvents {

    /** How many slots have workers that serve. */
    int size();

    /** A ready spare of the generation that fills empty slots, whose own slot is empty then; null if there is none. */
    @Nullable
    WorkerHandle takeSpare();

    /** A spare took a slot: it gets connections from now on. */
    void tookSlot(WorkerHandle spare);

    /** A process for this slot could not be started from this generation. */
    void notStarted(Generation generation, int slot, String reason);
}
