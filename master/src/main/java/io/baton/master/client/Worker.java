package io.baton.master.client;

/**
 * One worker process.
 *
 * @param state {@code STARTING}, {@code ONLINE}, {@code READY}, {@code DRAINING}, {@code STOPPING}, {@code KILLING} or
 *     {@code EXITED}
 * @param ageMs since its start was ordered
 * @param readyMs how long it has been ready; 0 if it never was
 * @param startedAtMs since 1970; 0 if unknown
 * @param open its open connections; -1 if unknown
 * @param inFlight connections that it was sent and has not accepted
 * @param cpuPercent of one core; negative if unknown
 * @param memoryBytes its resident memory; 0 if unknown
 * @param threads 0 if unknown
 * @param requestsPerSecond negative if unknown
 */
public record Worker(
        long pid,
        String state,
        int generation,
        long ageMs,
        long readyMs,
        long startedAtMs,
        int open,
        int inFlight,
        long accepted,
        long requests,
        double cpuPercent,
        long memoryBytes,
        int threads,
        double requestsPerSecond) {

    static Worker of(Fields worker) {
        return new Worker(
                worker.number("pid", 0),
                worker.text("state"),
                (int) worker.number("generation", 0),
                worker.number("ageMs", 0),
                worker.number("readyMs", 0),
                worker.number("startedAtMs", 0),
                (int) worker.number("open", -1),
                (int) worker.number("inFlight", 0),
                worker.number("accepted", 0),
                worker.number("requests", 0),
                worker.fraction("cpuPercent", -1),
                worker.number("memoryBytes", 0),
                (int) worker.number("threads", 0),
                worker.fraction("requestsPerSecond", -1));
    }
}
