package io.baton.master.config;

/** For how many processors the JVMs of a group size their pools and collectors. */
public enum Cpus {
    /**
     * Servers that know nothing of Baton for their share, but for two processors at least; others for the whole machine. With
     * one processor a JVM uses another collector, and its common pool starts a thread for each task.
     */
    AUTO,
    /** Each for its share of the machine. */
    SPLIT,
    /** Each for the whole machine, as if it were alone. */
    ALL
}
