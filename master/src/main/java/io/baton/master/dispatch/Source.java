package io.baton.master.dispatch;

import java.util.List;

/** Where the connections of a {@link Lane} come from. It hears what becomes of each. Conductor thread only. */
interface Source {

    /** Whether its connections are of clients. Those of the master's own are not counted among what a worker has accepted. */
    boolean hasClients();

    /** The worker has accepted a connection, so many nanoseconds after it was sent. */
    void handedOver(Connection connection, long nanos);

    /** A worker has refused a connection, which is the source's again. */
    void refused(Connection connection, Lane by);

    /** A worker is dead that never accepted these connections. They are the source's again. */
    void takeBack(List<Connection> unaccepted);

    /** A worker has room again. Called only while the source {@link Lane#waits}. */
    void hasRoom(Lane lane);
}
