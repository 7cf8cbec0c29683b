package io.baton.master.snapshot;

/** How far the application of a group has come. */
public enum GroupState {
    /** No process runs, no socket is open. */
    STOPPED,
    /** Its sockets are being opened, and its workers boot. */
    STARTING,
    /** All its workers were ready at the same time. */
    RUNNING,
    /** It accepts no connections. Its workers finish the requests that they have. */
    STOPPING
}
