package io.baton.master.dispatch;

/** A worker as the dispatcher sees it. The conductor's. */
public interface Target {

    /** What it was sent and has not accepted yet. */
    Window window();

    /** Whether a long computation would begin there at once, as far as it said; true if it says nothing. */
    default boolean hasFreeThread() {
        return true;
    }

    /**
     * Sends it the connection, which stays in its {@link #window} until it is accepted; the window must have room.
     * Never fails: a connection that cannot be sent comes back with the worker's death.
     */
    void handOver(Connection connection);
}
