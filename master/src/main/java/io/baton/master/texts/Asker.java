package io.baton.master.texts;

/** Asks workers that know nothing of Baton, and serve their metrics to anyone who knows the path. Conductor thread only. */
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
