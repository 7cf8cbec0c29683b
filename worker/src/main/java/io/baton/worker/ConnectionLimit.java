package io.baton.worker;

import io.baton.protocol.posix.Processes;
import io.baton.worker.net.Connections;

/**
 * Limits the open connections of a worker: to those that its descriptors and its memory suffice for, or to fewer if the
 * operator said so. A worker beyond its memory would end with an OutOfMemoryError and lose all its connections.
 *
 * @param configured the operator's limit; 0 if there is none
 * @param descriptors how many connections leave some descriptors for everything else
 * @param memory how many idle connections fit in a third of the heap. The rest is for the data of slow clients, for the
 *     JVM and its collector, and for the requests of the moment
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
     * @param configured the operator's limit; 0 if there is none
     * @param descriptors how many descriptors the process may have
     * @param heapBytes how large its heap may become
     * @param connectionBytes how much heap an idle connection keeps, {@code >= 1}
     */
    static ConnectionLimit of(int configured, long descriptors, long heapBytes, int connectionBytes) {
        return new ConnectionLimit(
                configured, Connections.mostWithin(descriptors), within(heapBytes / PARTS, connectionBytes));
    }

    /** How many connections may be open at most. */
    int most() {
        int possible = Math.min(descriptors, memory);
        return configured == 0 ? possible : Math.min(configured, possible);
    }

    /** Whether the operator asked for more than is possible. */
    boolean isReduced() {
        return most() < configured;
    }

    /** The limit and its reasons, in words for the operator. */
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
