package io.baton.master.worker;

/** What a worker is asked before it is told to leave. Conductor thread only. */
interface LastQuestion {

    /**
     * Asks.
     *
     * @param limitMs how long the worker may take, {@code >= 0}
     * @param then called once: now if there is nothing to ask, else after the answer, and at the latest when the time is over
     */
    void ask(long limitMs, Runnable then);
}
