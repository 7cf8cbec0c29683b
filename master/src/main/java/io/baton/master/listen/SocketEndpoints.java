package io.baton.master.listen;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Listen;
import io.baton.master.config.Mode;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.dispatch.Unserved;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.PosixException;

/** Endpoints with real sockets, whose connections come to workers as the operator said. The conductor's. */
final class SocketEndpoints implements Endpoints {

    private final Conductor conductor;
    private final Listen listen;
    private final int httpPort;
    private final long holdMs;
    private final long hangMs;
    private final Unserved unavailable;
    private final Unserved hangUp;

    /** As {@link Listeners#Listeners(Conductor, Listen, int, long, long)}. */
    SocketEndpoints(Conductor conductor, Listen listen, int httpPort, long holdMs, long hangMs) {
        this.conductor = conductor;
        this.listen = listen;
        this.httpPort = httpPort;
        this.holdMs = holdMs;
        this.hangMs = hangMs;
        this.unavailable = new ServiceUnavailable(conductor);
        this.hangUp = new HangUp(conductor);
    }

    @Override
    public Endpoint open(ListenRequest request, ListenKey key) throws ListenSocket.BindException, PosixException {
        return endpoint(ListenSocket.open(request), key, request.address().port());
    }

    @Override
    public Endpoint of(ListenSocket socket, ListenKey key) throws PosixException {
        return endpoint(socket, key, socket.address().port());
    }

    private Endpoint endpoint(ListenSocket socket, ListenKey key, int portAsked) throws PosixException {
        if (listen.mode() != Mode.HANDOFF || socket.address().isUdp()) {
            return new SharedEndpoint(socket);
        }
        Unserved unserved = portAsked == httpPort ? unavailable : hangUp;
        return new HandoffEndpoint(conductor, socket, key, listen.dispatch(), unserved, holdMs, hangMs);
    }
}
