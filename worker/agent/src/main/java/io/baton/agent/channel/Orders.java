package io.baton.agent.channel;

/** What the master wants of the worker, beside its listeners. Called by the thread of the channel. */
public interface Orders {

    /** The master wants the worker to leave. */
    void leave(boolean move);

    /** The master wants idle connections back. */
    void giveBack(long seq, int count, long id);

    /** The master wants to know of the connections with higher numbers. */
    void askConnections(long seq, long after);

    /** The master is about to replace its program, or has. */
    void upgrade(boolean begins);

    /** Time has passed, or something has come. Returns after how many milliseconds this must be called again. */
    int turn();

    /** The master is gone. */
    void ended();
}
