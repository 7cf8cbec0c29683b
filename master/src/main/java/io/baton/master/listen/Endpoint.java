package io.baton.master.listen;

import io.baton.master.carried.CarriedConnection;
import io.baton.master.carried.CarriedListener;
import io.baton.master.dispatch.Return;
import io.baton.master.fetch.Entrance;
import io.baton.master.snapshot.MovedSnapshot;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket that workers serve together. Its connections are handed over by the master, or workers take them from the socket,
 * which the master then only keeps open. Conductor thread only.
 */
public interface Endpoint {

    /** What the socket is bound to, with the real port. */
    ListenAddress address();

    /** Whether clients can reach it: false when its path was removed or is another file by now. */
    boolean isReachable();

    /** Tells a worker that asked for this socket how its connections will come. */
    void answer(Peer worker, Message.QueryServer query, String key, @Nullable String data) throws PosixException;

    /** The worker gets connections from now on. */
    default void admit(Peer worker) {}

    /** The worker gets no new connections from now on. */
    default void dismiss(Peer worker) {}

    /**
     * A worker gives back a connection that it has served, for other workers.
     *
     * @param connection taken over if this succeeds
     * @return whether it did; false where workers accept themselves, because no worker can be sent a connection there
     */
    default boolean takeBack(Fd connection, Return given) {
        return false;
    }

    /** The connections that workers gave back. */
    default MovedSnapshot moved() {
        return MovedSnapshot.NONE;
    }

    /** Accepts the connections that the kernel has completed, then listens no more. */
    void close();

    /**
     * After {@link #close}: hands over the connections that wait or come back to workers. Ends them if there is no worker.
     *
     * @param whenEmpty called once, when no connection waits any more
     */
    default void empty(Runnable whenEmpty) {
        whenEmpty.run();
    }

    /** How many connections wait for a worker. */
    default int held() {
        return 0;
    }

    /**
     * Where a connection of the master's own comes in; null where workers accept themselves, because no worker can be sent a
     * connection there, and while it is {@link #pause paused}.
     */
    default @Nullable Entrance entrance() {
        return null;
    }

    /** Accepts no connections and sends none to workers, or does so again. */
    default void pause(boolean pauses) {}

    /** The number of the socket's descriptor. */
    int descriptor();

    /** The connections that wait, for the next image of this master. */
    default List<CarriedConnection> carried() {
        return List.of();
    }

    /** Goes on with what the former image of this master held and counted here. */
    default void goOn(CarriedListener carried) {}

    /** Ends the connections that wait now. */
    default void endHeld() {}
}
