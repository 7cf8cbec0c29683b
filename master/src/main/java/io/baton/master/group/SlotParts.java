package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Supervision;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.program.Program;
import io.baton.master.spawn.Spawner;
import io.baton.master.worker.Launcher;

/**
 * What all slots of one start of an application share.
 *
 * @param launcher starts their processes
 * @param program that these run
 * @param events hears from the slots and from their workers
 */
record SlotParts(
        Clock clock,
        ApplicationJournal journal,
        Launcher launcher,
        Program program,
        Supervision supervision,
        SlotEvents events) {

    /** Makes the command for a slot, off the conductor. */
    Spawner.Order order(int slot, boolean spare) {
        int workers = events.size();
        return () -> spare ? program.forSpare(slot, workers) : program.forSlot(slot, workers);
    }
}
