package io.baton.master.listen;

import io.baton.master.dispatch.Lane;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import org.jspecify.annotations.Nullable;

/** A worker as the listeners see it: it asks for a socket, is answered, and is sent connections. Conductor thread only. */
public interface Peer {

    /** The lane over which it is sent connections. */
    Lane lane();

    /**
     * The worker may serve the socket that it asked for, and will be sent connections.
     *
     * @param key the socket's name from now on
     * @param bound the address of the socket
     * @param data what the first worker that asked for it said for all workers
     */
    void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data);

    /**
     * The worker may serve the socket that it asked for, and takes connections or packets from it itself.
     *
     * @param key the socket's name from now on
     * @param data what the first worker that asked for it said for all workers
     * @param socket taken over, also if this fails
     */
    void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket);

    /** The worker has closed all its sockets some time ago, and has not left. */
    void servesNothing();

    /**
     * The worker may not serve the socket that it asked for.
     *
     * @param errno the reason, positive
     */
    void refuse(Message.QueryServer query, String key, int errno);
}
