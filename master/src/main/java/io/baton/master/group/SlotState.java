package io.baton.master.group;

/** How it stands with a seat for a worker. */
enum SlotState {
    /** It has a process, whatever that does. */
    RUNNING,
    /** Its process retires, and the next one has been started already. */
    REPLACING,
    /** Its process died and the next one starts after a while. */
    BACKOFF,
    /** Its processes die again and again; the next one starts after a while all the same. */
    ERRORED,
    /** It has a process without traffic, or will have one when all seats are taken. */
    SPARE,
    /** It will have no process any more. */
    STOPPED
}
