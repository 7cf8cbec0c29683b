package io.baton.master.texts;

/** One worker, which can be asked for its metrics. Conductor thread only. */
public interface Teller {

    /** Whether it can be asked now, and may have metrics. */
    boolean canBeAsked();

    /** Asks it. Only while it {@link #canBeAsked}. The answer reaches {@link WorkerText}. */
    void ask();

    /** Its slot now. */
    int slot();

    /** The worker in words, for the log. */
    @Override
    String toString();
}
