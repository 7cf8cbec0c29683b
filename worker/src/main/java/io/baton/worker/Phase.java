package io.baton.worker;

/**
 * Tells where a worker stands in its own life. A phase is only followed by a later one. The master's states of a worker
 * are more, because it also supervises the process.
 */
public enum Phase {
    /** The application starts and warms up. */
    STARTING,
    /** The worker takes connections. */
    SERVING,
    /** The worker takes no new connection and finishes those it has. */
    DRAINING,
    /** The worker has nothing left to do but exit. */
    STOPPED
}
