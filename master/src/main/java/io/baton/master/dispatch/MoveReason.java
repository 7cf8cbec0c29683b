package io.baton.master.dispatch;

/** Why a connection goes from one worker to another. */
public enum MoveReason {
    /** Its worker leaves, or has given it back of its own will. */
    LEAVING,
    /** The operator wants it. */
    BY_HAND,
    /** Another worker has joined, and gets its share. */
    REBALANCE
}
