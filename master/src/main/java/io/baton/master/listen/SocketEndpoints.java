package io.baton.master.listen;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Delivery;
import io.baton.master.config.Mode;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.dispatch.Unserved;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.PosixException;

/** Endpoints with real sockets, whose connections come to workers as the operator said. The conductor's. */
final class SocketEndpoints implements Endpoints {

    private final Conductor conductor;
    private final Delivery delivery;
    private final int httpPort;
    private final long holdMs;
    private final long hangMs;
    private final Unserved unavailable;
    private final Unserved hangUp;

    /** As {@link Listeners#Listeners(Conductor, Delivery, int, long, long)}. */
    SocketEndpoints(Conductor conductor, Delivery delivery, int httpPort, long holdMs, long hangMs) {
        this.conductor = conductor;
        this.delivery = delivery;
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
        if (delivery.mode() != Mode.HANDOFF || socket.address().isUdp()) {
            return new SharedEndpoint(socket);
        }
        Unserved unserved = portAsked == httpPort ? unavailable : hangUp;
        return new HandoffEndpoint(conductor, socket, key, delivery.dispatch(), unserved, holdMs, hangMs);
    }
}
