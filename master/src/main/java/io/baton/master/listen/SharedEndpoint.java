package io.baton.master.listen;

import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint whose workers accept: each gets the socket itself, or has one of its own on the same port. The master keeps the
 * socket open and accepts nothing from it. Conductor thread only.
 */
final class SharedEndpoint implements Endpoint {

    private static final int LOWEST_COPY = 3;

    private final ListenSocket socket;

    /**
     * Keeps a socket open.
     *
     * @param socket taken over by the endpoint
     */
    SharedEndpoint(ListenSocket socket) {
        this.socket = socket;
    }

    @Override
    public int descriptor() {
        return socket.socket().number();
    }

    @Override
    public ListenAddress address() {
        return socket.address();
    }

    @Override
    public boolean isReachable() {
        return socket.isReachable();
    }

    /** Sends a copy of the socket, which may still be on its way when this endpoint is closed. */
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
