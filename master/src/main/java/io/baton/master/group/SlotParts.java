package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.worker.WorkerHandle;

/**
 * What all slots of one start of an application share.
 *
 * @param generations from which their processes are started
 * @param events hears from the slots and from their workers
 */
record SlotParts(Clock clock, ApplicationJournal journal, Generations generations, SlotEvents events) {

    /** Has a worker take nothing new, finish what it has, and leave. */
    void drain(WorkerHandle worker, String reason) {
        worker.drain(reason, generations.of(worker).drainMs());
    }
}
