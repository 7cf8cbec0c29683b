package io.baton.master.listen;

import io.baton.master.dispatch.Lane;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import org.jspecify.annotations.Nullable;

/** A worker as the listening side sees it: it asks to serve, is answered, and is sent connections. The conductor's. */
public interface Peer {

    /** The way of its connections. */
    Lane lane();

    /**
     * It may serve where it asked to, and will be sent connections.
     *
     * @param key the name of that in all that is said of it from now on
     * @param bound what the socket is bound to
     * @param data what the first worker that asked there said for all
     */
    void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data);

    /**
     * It may serve where it asked to, and takes its connections or packets from the socket itself.
     *
     * @param key as in {@link #serve(Message.QueryServer, String, ListenAddress, String)}
     * @param data likewise
     * @param socket the peer's, whatever happens, from here on
     */
    void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket);

    /** It closed all that it served, some time ago, and lives on. */
    void servesNothing();

    /**
     * It may not.
     *
     * @param errno why, positive
     */
    void refuse(Message.QueryServer query, String key, int errno);
}
