package io.baton.master.worker;

import io.baton.master.home.Evidence;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.output.Pipes;
import io.baton.master.output.WorkerOutput;
import io.baton.master.spawn.Child;
import java.util.concurrent.Executor;

/** Keeps what the workers of one application leave: the lines that they print, and the reports of broken ones. Thread-safe. */
final class Capture {

    private final Pipes pipes;
    private final Evidence evidence;
    private final ApplicationJournal journal;
    private final boolean names;

    /** @param names whether each line that a worker prints begins with its name */
    Capture(Pipes pipes, Evidence evidence, ApplicationJournal journal, boolean names) {
        this.pipes = pipes;
        this.evidence = evidence;
        this.journal = journal;
        this.names = names;
    }

    /**
     * Begins to read what a child prints.
     *
     * @param child its output and error are owned by the pipes from here on
     * @param conductor runs the callbacks of the remains
     */
    Remains begin(String name, Child child, Executor conductor) {
        WorkerOutput output = pipes.capture(names ? name : null, child.output(), child.error());
        return new PrintedRemains(child.pid(), output, evidence, journal, conductor);
    }
}
