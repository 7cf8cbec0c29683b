package io.baton.worker;

import io.baton.protocol.posix.Processes;
import io.baton.worker.net.Connections;

/**
 * How many connections a worker may have open: as many as there are descriptors and memory for, or fewer if the operator
 * said so. A worker that took more would end with all of them (OutOfMemoryError).
 *
 * @param configured by the operator; 0: nothing
 * @param descriptors connections that leave some descriptors for everything else
 * @param memory connections whose idle state fits in a third of the heap; the rest is for what slow clients keep, for the JVM
 *     and its collector, and for the requests of the moment
 */
record ConnectionLimit(int configured, int descriptors, int memory) {

    private static final int PARTS = 3;

    /** The limit of this process. */
    static ConnectionLimit ofThisProcess(int configured, int connectionBytes) {
        return of(configured, Processes.descriptorLimit(), Runtime.getRuntime().maxMemory(), connectionBytes);
    }

    /**
     * The limit of a process.
     *
     * @param configured by the operator; 0: nothing
     * @param descriptors that it may have
     * @param heapBytes that it may have
     * @param connectionBytes heap that an idle connection keeps, {@code >= 1}
     */
    static ConnectionLimit of(int configured, long descriptors, long heapBytes, int connectionBytes) {
        return new ConnectionLimit(
                configured, Connections.mostWithin(descriptors), within(heapBytes / PARTS, connectionBytes));
    }

    /** The most connections. */
    int most() {
        int possible = Math.min(descriptors, memory);
        return configured == 0 ? possible : Math.min(configured, possible);
    }

    /** Whether the operator asked for more than is possible. */
    boolean isReduced() {
        return most() < configured;
    }

    /** For the operator. */
    @Override
    public String toString() {
        return "at most " + most() + " connections in each worker ("
                + (configured == 0 ? "" : configured + " configured, ") + "descriptors for " + descriptors
                + ", heap for " + memory + ")";
    }

    private static int within(long bytes, int connectionBytes) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / Math.max(1, connectionBytes)));
    }
}
