package io.baton.master.group;

import io.baton.master.worker.WorkerHandle;
import org.jspecify.annotations.Nullable;

/** What a {@link Slot} asks of its group, and tells it. On the conductor. */
interface SlotEvents {

    /** A spare for a vacant seat, whose place is empty then; null if there is none. */
    @Nullable
    WorkerHandle takeSpare();

    /** A spare has taken the seat: it takes connections from now on. */
    void tookSeat(WorkerHandle spare);

    /** A process could not be started. */
    void notStarted(String reason);
}
