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

    /** The timeouts if the operator sets none. */
    public static final Timeouts DEFAULT = of(Settings.DEFAULTS);

    private static final long LONGEST_TERMINATE_MS = 3_000;
    private static final int TERMINATE_PART = 4;

    public Timeouts {
        Keys.READY_TIMEOUT.require(readyMs);
        Keys.KILL_TIMEOUT.require(killMs);
        Keys.HOLD_TIMEOUT.require(holdMs);
        Keys.HEARTBEAT_LIMIT.require(silenceMs);
        Keys.NODE_STALL_TIMEOUT.require(nodeStallMs);
        Keys.DISCONNECT_DELAY.require(disconnectDelayMs);
    }

    static Timeouts of(Settings settings) {
        return new Timeouts(
                settings.get(Keys.READY_TIMEOUT),
                settings.get(Keys.KILL_TIMEOUT),
                settings.get(Keys.HOLD_TIMEOUT),
                settings.get(Keys.HEARTBEAT_LIMIT),
                settings.get(Keys.NODE_STALL_TIMEOUT),
                settings.get(Keys.DISCONNECT_DELAY));
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
