package io.baton.master.config;

/**
 * How long things may take, in milliseconds.
 *
 * @param readyMs from a worker's spawn to its being ready; longer is a failed boot
 * @param drainMs for a worker to finish what it has
 * @param terminateMs from SIGTERM to SIGKILL
 * @param holdMs for a connection to wait for a worker
 * @param silenceMs for a worker's event loop to say nothing; it says something every second
 */
public record Timeouts(long readyMs, long drainMs, long terminateMs, long holdMs, long silenceMs) {

    /** A stop takes 28 s at most, under the 30 s that Kubernetes gives. */
    public static final Timeouts DEFAULT = new Timeouts(60_000, 25_000, 3_000, 30_000, 5_000);

    public Timeouts {
        if (Math.min(Math.min(readyMs, drainMs), Math.min(terminateMs, Math.min(holdMs, silenceMs))) <= 0) {
            throw new ConfigException("timeouts: " + readyMs + ", " + drainMs + ", " + terminateMs + ", " + holdMs
                    + ", " + silenceMs + " ms (expected: all > 0)");
        }
    }
}
