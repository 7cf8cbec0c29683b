package io.baton.master.snapshot;

/** The state of a slot, which outlives the processes in it. */
public enum SlotState {
    /** It has a process, in whatever state. */
    RUNNING,
    /** It has two processes: a new one that starts, or an old one that leaves. */
    REPLACING,
    /** Its process died. The next one starts after a delay. */
    BACKOFF,
    /** Its processes die again and again. The next one starts after a delay all the same. */
    ERRORED,
    /** It is the slot of a spare. */
    SPARE,
    /** It gets no process any more. */
    STOPPED
}
