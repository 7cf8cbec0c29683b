package io.baton.master.listen;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Delivery;
import io.baton.master.config.Mode;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.dispatch.Unserved;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.totals.ApplicationTotals;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.PosixException;

/** Endpoints with real sockets, whose connections come to workers as the operator said. Conductor thread only. */
public final class SocketEndpoints implements Endpoints {

    private final Conductor conductor;
    private final Delivery delivery;
    private final int httpPort;
    private final long holdMs;
    private final long hangMs;
    private final ApplicationTotals totals;
    private final Unserved unavailable;
    private final Unserved hangUp;

    /**
     * For one group.
     *
     * @param journal hears how many clients no worker took
     * @param delivery how connections come to workers, and to which; packets they always take themselves
     * @param httpPort where a program that listens itself speaks HTTP, besides the sockets that the operator named. A client
     *     that waits in vain gets 503 there, and elsewhere the end of the connection
     * @param holdMs how long a connection may wait for a worker
     * @param hangMs how long a worker may accept nothing until it counts as hung
     * @param totals of the application
     */
    public SocketEndpoints(
            Conductor conductor,
            ApplicationJournal journal,
            Delivery delivery,
            int httpPort,
            long holdMs,
            long hangMs,
            ApplicationTotals totals) {
        this.totals = totals;
        this.conductor = conductor;
        this.delivery = delivery;
        this.httpPort = httpPort;
        this.holdMs = holdMs;
        this.hangMs = hangMs;
        this.unavailable = new ServiceUnavailable(conductor, journal);
        this.hangUp = new HangUp(conductor, journal);
    }

    @Override
    public Endpoint open(ListenRequest request, ListenKey key) throws BindException, PosixException {
        boolean http = request.address().port() == httpPort;
        return endpoint(Binder.open(request), key, http ? unavailable : hangUp);
    }

    @Override
    public Endpoint of(ListenSocket socket, ListenKey key) throws PosixException {
        return endpoint(socket, key, unavailable);
    }

    @Override
    public Endpoint goOn(ListenSocket socket, ListenKey key, boolean operators) throws PosixException {
        boolean http = operators || socket.address().port() == httpPort;
        return endpoint(socket, key, http ? unavailable : hangUp);
    }

    private Endpoint endpoint(ListenSocket socket, ListenKey key, Unserved unserved) throws PosixException {
        return delivery.mode() != Mode.HANDOFF || socket.address().isUdp()
                ? new SharedEndpoint(socket)
                : new HandoffEndpoint(
                        conductor,
                        socket,
                        key,
                        delivery.dispatch(),
                        delivery.slowStartMs(),
                        unserved,
                        holdMs,
                        hangMs,
                        totals.listener(socket.address().url()));
    }
}
