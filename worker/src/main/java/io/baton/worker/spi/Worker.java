package io.baton.worker.spi;

import java.util.Map;

/** What an application is told about the worker process it runs in. Read-only and safe to use from any thread. */
public interface Worker {

    /** The seat this worker holds, from 1 on; a replacement gets the same one. 0 when nobody said. */
    int id();

    /** This process's id. */
    long pid();

    /** The id of the process that started this one: the master's. */
    long ppid();

    /** How many processors this worker may count as its own: the machine's divided among the workers, at least 1. */
    int processors();

    /** Whether this worker has been told to finish what it has and leave. Never goes back to false. */
    boolean draining();

    /** What the operator configured for the application, by the names of the command line without their dashes. */
    Map<String, String> options();
}
