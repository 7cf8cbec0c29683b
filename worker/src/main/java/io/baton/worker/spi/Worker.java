package io.baton.worker.spi;

import java.util.Map;

/** The worker process as its application sees it. Safe to use from any thread. */
public interface Worker {

    /**
     * The number of the slot this worker was started for, from 1 on. A spare keeps its number when it takes a dead
     * worker's slot. 0 for a process that no cluster started.
     */
    int id();

    /** This process's id. */
    long pid();

    /** The id of the process that started this one: the master's. */
    long ppid();

    /** How many processors this worker may use: the machine's divided by the number of workers, at least 1. */
    int processors();

    /** Whether this worker has been told to finish its connections and leave. Once true, it stays true. */
    boolean draining();

    /**
     * Gives this worker up, as a Node worker's suicide does. The master replaces it. It takes no new connection,
     * finishes the open ones and exits with 1. An uncaught exception on a thread does the same. Only the first call
     * counts.
     *
     * @param reason for the master's log
     */
    void retire(String reason);

    /**
     * Lets the calling thread give way to the event loops. A computation on it then delays no answer, and still has
     * every processor that would be idle otherwise (nice 10, setpriority(2), which on Linux concerns one thread).
     */
    void giveWay();

    /** Counts the answers of an application that answers requests with handlers of its own. */
    default Answers answers() {
        return Answers.UNCOUNTED;
    }

    /**
     * The state that all workers of the application share.
     *
     * @throws IllegalStateException if this process has no master that keeps it, or the operator has turned it off
     */
    default Shared shared() {
        throw new IllegalStateException("no shared state: this worker has no master that keeps it");
    }

    /** The operator's options for the application, by their names on the command line without dashes. */
    Map<String, String> options();
}
