package io.baton.master.dispatch;

/** How a connection ends that no worker took in time. Conductor thread only. */
@FunctionalInterface
public interface Unserved {

    /** Answers the client, if it can, and closes the connection, which is taken over. */
    void end(Connection connection);
}
