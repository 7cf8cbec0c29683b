package io.baton.master.output;

/** Takes whole lines in order and writes them on another thread, as its reader or its disk allows. Thread-safe. */
interface Sink {

    /** Takes lines. They are lost, and counted, if far too many wait already. Never waits. */
    void take(PrefixedLines lines);

    /** What waits to be written. */
    Backlog backlog();

    /** Runs this on any thread when everything that was taken before is written or lost. */
    void whenWritten(Runnable action);

    /** Waits until everything that was taken is written, at most this long. */
    void finish(long ms) throws InterruptedException;
}
