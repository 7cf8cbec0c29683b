package io.baton.master.config;

/** For how many processors the JVMs of a group size their pools and collectors. */
public enum Cpus {
    /** Each for its share of the machine. */
    SPLIT,
    /** Each for the whole machine, as if it were alone. */
    ALL
}
