package io.baton.master.config;

/** What becomes of the workers of a master that is killed. */
public enum Orphans {
    /** They die with it. */
    KILL,
    /** They finish what they have, for at most the kill timeout. */
    DRAIN
}
