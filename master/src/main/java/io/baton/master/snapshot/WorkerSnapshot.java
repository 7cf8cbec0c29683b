package io.baton.master.snapshot;

/**
 * One worker process at a moment.
 *
 * @param name as the log shows it, {@code worker 3} or {@code spare 4}
 * @param generation of the application that it was started from
 * @param ageMs since its start was ordered
 * @param readyMs how long it has been ready, 0 if it never was
 * @param open connections that it has open, as it said last, with those that it was sent since; -1 if it never said
 * @param inFlight connections that it was sent and has not accepted
 * @param accepted connections that it has accepted from the master
 * @param requests that it has answered, as it said last; of an application that does not count, the accepted connections
 */
public record WorkerSnapshot(
        String name,
        int pid,
        WorkerState state,
        int generation,
        long ageMs,
        long readyMs,
        int open,
        int inFlight,
        long accepted,
        long requests) {}
