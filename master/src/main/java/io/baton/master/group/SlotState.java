package io.baton.master.group;

/** What a slot is doing. */
enum SlotState {
    /** It has a process, in whatever state. */
    RUNNING,
    /** Its worker leaves or will, and the next one has been started. */
    REPLACING,
    /** Its worker died, and the next one starts after a while. */
    BACKOFF,
    /** Its workers die again and again. The next one starts after a while all the same. */
    ERRORED,
    /** It is the place of a spare. */
    SPARE,
    /** It starts no process any more. */
    STOPPED
}
