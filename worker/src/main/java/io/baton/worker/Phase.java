package io.baton.worker;

/** Where a worker stands in its own life; only forward. The master's view is finer, because it sees less. */
public enum Phase {
    /** Booting: the application starts and warms up. */
    STARTING,
    /** Takes connections. */
    SERVING,
    /** Takes no new connection and finishes those it has. */
    DRAINING,
    /** Nothing is left to do but to exit. */
    STOPPED
}
