package io.baton.master.listen;

import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Every worker gets the socket itself and takes from it what it can, or has one of its own on the same port. The master
 * keeps this one open and takes nothing, or a connection would hang between the two. The conductor's.
 */
final class SharedEndpoint implements Endpoint {

    private static final int LOWEST_COPY = 3;

    private final ListenSocket socket;

    /**
     * Keeps a socket.
     *
     * @param socket owned by this endpoint from here on
     */
    SharedEndpoint(ListenSocket socket) {
        this.socket = socket;
    }

    @Override
    public ListenAddress address() {
        return socket.address();
    }

    @Override
    public boolean isReachable() {
        return socket.isReachable();
    }

    /** A copy for each, because it may be on its way when this endpoint is closed. */
    @Override
    public void answer(Peer worker, Message.QueryServer query, String key, @Nullable String data)
            throws PosixException {
        HandleType type = socket.address().isUdp() ? HandleType.DGRAM_NATIVE : HandleType.NET_NATIVE;
        worker.serve(query, key, data, type, Libc.duplicate(socket.socket(), LOWEST_COPY));
    }

    @Override
    public void close() {
        socket.close();
    }
}
