package io.baton.master.snapshot;

/**
 * One worker process at a moment.
 *
 * @param name as the log shows it, {@code worker 3} or {@code spare 4}
 * @param generation of the application that it was started from
 * @param ageMs since its start was ordered
 * @param startedAtMs when that was by the clock on the wall, in milliseconds since 1970
 * @param readyMs how long it has been ready, 0 if it never was
 * @param open connections that it has open, as it said last, with those that it was sent since; -1 if it never said
 * @param inFlight connections that it was sent and has not accepted
 * @param accepted connections that it has accepted from the master
 * @param requests that it has answered, as it said last; of an application that does not count, the accepted connections
 * @param cpuPercent of one core that it used since the state was asked for before, or since its start; 0 if unknown
 * @param memoryBytes its resident memory; 0 if unknown
 * @param threads that it has; 0 if unknown
 * @param requestsPerSecond over the same time as {@code cpuPercent}
 */
public record WorkerSnapshot(
        String name,
        int pid,
        WorkerState state,
        int generation,
        long ageMs,
        long startedAtMs,
        long readyMs,
        int open,
        int inFlight,
        long accepted,
        long requests,
        double cpuPercent,
        long memoryBytes,
        int threads,
        double requestsPerSecond) {

    /** A worker without what is measured from outside: only what it says and what the master counts. */
    public static WorkerSnapshot unmeasured(
            String name,
            int pid,
            WorkerState state,
            int generation,
            long ageMs,
            long readyMs,
            int open,
            int inFlight,
            long accepted,
            long requests) {
        return new WorkerSnapshot(
                name, pid, state, generation, ageMs, 0, readyMs, open, inFlight, accepted, requests, 0, 0, 0, 0);
    }

    /** The same worker with what it was seen to use. */
    public WorkerSnapshot using(long startedAt, double cpu, long memory, int threadCount, double perSecond) {
        return new WorkerSnapshot(
                name,
                pid,
                state,
                generation,
                ageMs,
                startedAt,
                readyMs,
                open,
                inFlight,
                accepted,
                requests,
                cpu,
                memory,
                threadCount,
                perSecond);
    }
}
