package io.baton.master.texts;

/** Asks workers that serve their metrics over HTTP, because they know nothing of Baton. Conductor thread only. */
public interface Asker {

    /** Asks each worker whose {@link WorkerText#begins} says so. */
    void askAll(long nowNanos);

    /**
     * Asks one that is about to be told to leave.
     *
     * @param app the name of its application
     */
    void askOnceMore(String app, int pid);
}
