package io.baton.master.dispatch;

/** A worker as the dispatcher sees it. The conductor's. */
public interface Target {

    /** For {@link #open}: it does not say. */
    int UNKNOWN = -1;

    /** What it was sent and has not accepted yet. */
    Window window();

    /** Whether a long computation would begin there at once, as far as it said; true if it says nothing. */
    default boolean hasFreeThread() {
        return true;
    }

    /** How many connections it has open, with those on their way; {@link #UNKNOWN} if it never said. */
    default int open() {
        return UNKNOWN;
    }

    /** A number that its successor will have too, and no other worker. */
    default int seat() {
        return 0;
    }

    /**
     * Sends it the connection, which stays in its {@link #window} until it is accepted; the window must have room.
     * Never fails: a connection that cannot be sent comes back with the worker's death.
     */
    void handOver(Connection connection);
}
