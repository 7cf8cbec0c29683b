package io.baton.master.config;

/**
 * How long things may take, in milliseconds.
 *
 * @param readyMs from a worker's spawn to its being ready; longer is a failed boot
 * @param drainMs for a worker to finish what it has
 * @param terminateMs from SIGTERM to SIGKILL
 * @param holdMs for a connection to wait for a worker
 */
public record Timeouts(long readyMs, long drainMs, long terminateMs, long holdMs) {

    /** A stop takes 28 s at most, under the 30 s that Kubernetes gives. */
    public static final Timeouts DEFAULT = new Timeouts(60_000, 25_000, 3_000, 30_000);

    public Timeouts {
        if (readyMs <= 0 || drainMs <= 0 || terminateMs <= 0 || holdMs <= 0) {
            throw new ConfigException("timeouts: " + readyMs + ", " + drainMs + ", " + terminateMs + ", " + holdMs
                    + " ms (expected: all > 0)");
        }
    }
}
