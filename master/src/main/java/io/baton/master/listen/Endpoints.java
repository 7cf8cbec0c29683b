package io.baton.master.listen;

import io.baton.master.dispatch.ListenKey;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.PosixException;

/** Opens the sockets that workers serve. A test has one that opens nothing. Conductor thread only. */
public interface Endpoints {

    /** Opens the socket that a worker asked for. */
    Endpoint open(ListenRequest request, ListenKey key) throws BindException, PosixException;

    /**
     * Serves an open socket.
     *
     * @param socket taken over by the endpoint, and closed if this fails
     */
    Endpoint of(ListenSocket socket, ListenKey key) throws PosixException;

    /**
     * Serves a socket of the former image of this master.
     *
     * @param operators whether the operator named it
     */
    Endpoint goOn(ListenSocket socket, ListenKey key, boolean operators) throws PosixException;
}
