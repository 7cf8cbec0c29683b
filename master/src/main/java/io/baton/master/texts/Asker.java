package io.baton.master.texts;

/** Asks workers that serve their metrics over HTTP, because they know nothing of Baton. Conductor thread only. */
public interface Asker {

    /** Asks each worker whose {@link WorkerText#begins} says so. */
    void askAll(long nowNanos);

    /**
     * Asks one that is about to be told to leave.
     *
     * @param app the name of its application
     * @param limitMs how long it may take to answer, {@code >= 0}
     * @param then called once: now if it is not asked, else when it has answered, or will not any more
     */
    void askOnceMore(String app, int pid, long limitMs, Runnable then);
}
