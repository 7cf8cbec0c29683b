package io.baton.master.config;

/**
 * How long things may take, in milliseconds.
 *
 * @param readyMs from a worker's spawn to its being ready; longer is a failed boot
 * @param killMs for a worker to go when it was told to, until SIGKILL
 * @param holdMs for a connection to wait for a worker
 * @param silenceMs for a Java worker's event loop to say nothing; it says something every second
 * @param nodeStallMs for a Node worker to leave a connection unaccepted; 0: as long as it likes, for its loop may block by
 *     design
 * @param disconnectDelayMs for the clients of a Node worker that gets no more connections to speak, before it is told to
 *     leave; Node closes then what has not sent a byte
 */
public record Timeouts(
        long readyMs, long killMs, long holdMs, long silenceMs, long nodeStallMs, long disconnectDelayMs) {

    /** A stop takes 28 s at most, under the 30 s that Kubernetes gives. */
    public static final Timeouts DEFAULT = new Timeouts(60_000, 28_000, 30_000, 5_000, 0, 1_000);

    /** A worker says something every second; one lost beat must not kill it. */
    private static final long SHORTEST_SILENCE_MS = 2_000;

    private static final long LONGEST_DISCONNECT_DELAY_MS = 1_000;
    private static final long LONGEST_TERMINATE_MS = 3_000;
    private static final int TERMINATE_PART = 4;

    public Timeouts {
        Quantity.requireMs("ready-timeout", readyMs, 1);
        Quantity.requireMs("kill-timeout", killMs, 1);
        Quantity.requireMs("hold-timeout", holdMs, 1);
        Quantity.requireMs("heartbeat-limit", silenceMs, SHORTEST_SILENCE_MS);
        Quantity.requireMs("node-stall-timeout", nodeStallMs, 0);
        Quantity.requireMs("disconnect-delay", disconnectDelayMs, 0, LONGEST_DISCONNECT_DELAY_MS);
    }

    /** For a worker to finish what it has, before SIGTERM. */
    public long drainMs() {
        return killMs - terminateMs();
    }

    /** From SIGTERM to SIGKILL. */
    public long terminateMs() {
        return Math.min(LONGEST_TERMINATE_MS, killMs / TERMINATE_PART);
    }
}
