package io.baton.master.worker;

import io.baton.master.carried.CarriedWorker;
import io.baton.master.home.Evidence;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.output.ApplicationOutput;
import io.baton.master.output.WorkerOutput;
import io.baton.master.spawn.Child;
import java.util.concurrent.Executor;

/** Keeps what the workers of one application leave: the lines that they print, and the reports of broken ones. Thread-safe. */
final class Capture {

    private final ApplicationOutput printed;
    private final Evidence evidence;
    private final ApplicationJournal journal;

    Capture(ApplicationOutput printed, Evidence evidence, ApplicationJournal journal) {
        this.printed = printed;
        this.evidence = evidence;
        this.journal = journal;
    }

    /**
     * Begins to read what a child prints.
     *
     * @param slot the number of its slot, 0 for none
     * @param name in the log
     * @param child its output and error are owned by the pipes from here on
     * @param conductor runs the callbacks of the remains
     */
    Remains begin(int slot, String name, Child child, Executor conductor) {
        WorkerOutput output = printed.capture(slot, name, child.pid(), child.output(), child.error());
        return new PrintedRemains(child.pid(), output, evidence, journal, conductor);
    }

    /** Goes on to read what a child prints that a former image of this master has started. */
    Remains goOn(CarriedWorker carried, Executor conductor) {
        WorkerOutput output = printed.goOn(carried.slot(), carried.name(), carried.pid(), carried.printed());
        return new PrintedRemains(carried.pid(), output, evidence, journal, conductor);
    }
}
