package io.baton.worker.spi;

/** The user event that goes through the pipeline of every open connection when the worker starts to drain. */
public enum Drain {
    /**
     * Finish what has begun, begin nothing new, and close. A connection adopted later can ask {@link Worker#draining}.
     */
    STARTED
}
