package io.baton.worker.spi;

import java.util.Map;

/** The worker process as its application sees it. Safe to use from any thread. */
public interface Worker {

    /** The seat this worker was started for, from 1 on; a spare keeps its number when it takes a dead worker's seat. 0 when nobody said. */
    int id();

    /** This process's id. */
    long pid();

    /** The id of the process that started this one: the master's. */
    long ppid();

    /** How many processors this worker may count as its own: the machine's divided among the workers, at least 1. */
    int processors();

    /** Whether this worker has been told to finish what it has and leave. Never goes back to false. */
    boolean draining();

    /**
     * Gives this worker up, as Node's suicide: the master replaces it, and it takes nothing new, finishes the connections
     * it has and exits with 1. An uncaught exception on a thread does the same. Only the first call counts.
     *
     * @param reason for the master's log
     */
    void retire(String reason);

    /**
     * Lets the calling thread give way to the event loops: a computation on it then delays no answer, and still has every
     * processor that nobody else wants (nice 10, setpriority(2), which on Linux is the thread's own).
     */
    void giveWay();

    /** What the operator configured for the application, by the names of the command line without their dashes. */
    Map<String, String> options();
}
