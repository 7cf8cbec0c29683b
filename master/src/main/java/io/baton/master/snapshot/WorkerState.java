package io.baton.master.snapshot;

/** How far a worker has come, as its master sees it. A worker never goes back to an earlier state. */
public enum WorkerState {
    /** The process exists. */
    STARTING,
    /** Its code runs and the channel works. */
    ONLINE,
    /** It takes connections. */
    READY,
    /** It takes nothing new and finishes what it has. */
    DRAINING,
    /** SIGTERM was sent. */
    STOPPING,
    /** SIGKILL was sent. */
    KILLING,
    /** It is gone. */
    EXITED
}
