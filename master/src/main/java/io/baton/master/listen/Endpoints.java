package io.baton.master.listen;

import io.baton.master.dispatch.ListenKey;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.PosixException;

/** Opens what workers serve. A test has some that open nothing. The conductor's. */
interface Endpoints {

    /** Opens what a worker asked for. */
    Endpoint open(ListenRequest request, ListenKey key) throws ListenSocket.BindException, PosixException;

    /**
     * Serves an open socket.
     *
     * @param socket owned by the endpoint from here on, and closed if this fails
     */
    Endpoint of(ListenSocket socket, ListenKey key) throws PosixException;
}
