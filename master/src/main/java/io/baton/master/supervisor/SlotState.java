package io.baton.master.supervisor;

/** How it stands with a seat for a worker. */
enum SlotState {
    /** It has a process, whatever that does. */
    RUNNING,
    /** Its process died and the next one starts after a while. */
    BACKOFF,
    /** It will have no process any more. */
    STOPPED
}
