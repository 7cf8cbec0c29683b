package io.baton.master.listen;

import io.baton.master.config.ListenConfig;
import io.baton.master.dispatch.ListenKey;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.PosixException;
import java.util.List;

/** Opens and closes the endpoints of one application, and claims and releases their addresses. Conductor thread only. */
final class ClaimedEndpoints {

    private final String owner;
    private final Addresses addresses;
    private final Endpoints endpoints;

    /** @param owner the application's name */
    ClaimedEndpoints(String owner, Addresses addresses, Endpoints endpoints) {
        this.owner = owner;
        this.addresses = addresses;
        this.endpoints = endpoints;
    }

    /**
     * Claims the addresses that the operator named, before their sockets are opened. A free port is claimed when it is known.
     *
     * @throws BindException if another application has one; none is claimed then
     */
    void claim(List<ListenConfig> listeners) throws BindException {
        try {
            for (ListenConfig listener : listeners) {
                if (listener.port() != 0) {
                    addresses.claim(owner, listener.address());
                }
            }
        } catch (BindException e) {
            releaseAll();
            throw e;
        }
    }

    /** Serves an open socket, which is closed if this fails. */
    Endpoint of(ListenSocket socket, ListenKey key) throws BindException, PosixException {
        try {
            addresses.claim(owner, socket.address());
        } catch (BindException e) {
            socket.close();
            throw e;
        }
        return endpoints.of(socket, key);
    }

    /** Serves a socket of the former image of this master, whose address this application has. */
    Endpoint goOn(ListenSocket socket, ListenKey key, boolean operators) throws BindException, PosixException {
        addresses.claim(owner, socket.address());
        return endpoints.goOn(socket, key, operators);
    }

    /** Opens what a worker asked for. A known address is claimed before it is bound, a free port after. */
    Endpoint open(ListenRequest request, ListenKey key) throws BindException, PosixException {
        ListenAddress asked = request.address();
        boolean known = request.fd() < 0 && (asked.isPath() || asked.port() > 0);
        if (!known) {
            return claimed(endpoints.open(request, key));
        }
        addresses.claim(owner, asked);
        Endpoint endpoint = null;
        try {
            endpoint = endpoints.open(request, key);
            return endpoint;
        } finally {
            if (endpoint == null) {
                addresses.release(owner, asked);
            }
        }
    }

    private Endpoint claimed(Endpoint endpoint) throws BindException {
        try {
            addresses.claim(owner, endpoint.address());
            return endpoint;
        } catch (BindException e) {
            endpoint.close();
            throw e;
        }
    }

    /** Closes an endpoint. The connections that wait there are still served. */
    void close(Endpoint endpoint) {
        addresses.release(owner, endpoint.address());
        endpoint.close();
        endpoint.empty(() -> {});
    }

    /** The group has stopped: its addresses are free for other applications. */
    void releaseAll() {
        addresses.releaseAll(owner);
    }
}
