package io.baton.master.config;

/** How a line that a worker printed stands in a log file. */
public enum LogFormat {
    /** Behind the application's name and the number of the slot, {@code api:1 | }. */
    PREFIXED,
    /** As it was printed. */
    RAW,
    /** As the field {@code message} of a JSON object, which also tells the time, the application, the slot and the pid. */
    JSON
}
