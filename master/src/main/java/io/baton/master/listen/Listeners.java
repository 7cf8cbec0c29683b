package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.Delivery;
import io.baton.master.dispatch.ListenKey;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.PosixException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every socket that workers serve, by key: opened when the first worker asks for it, shared by all that ask for the same,
 * and closed when the last of them closes it. A worker that dies or leaves closes nothing: its successor will ask again, and
 * until then connections wait. The socket that the operator named is open as long as the master accepts.
 *
 * <p>The key is Node's: address, port, kind and descriptor, and for port 0 which of the worker's listens there it is, so that
 * the second port 0 of one worker is the second of another. Conductor thread only.
 */
public final class Listeners {

    private static final Logger LOG = System.getLogger(Listeners.class.getName());

    /** Between a worker's last word of a socket and its word that it leaves, if it says that. */
    private static final long LINGER_MS = 1_000;

    private final Clock clock;
    private final Delivery delivery;
    private final Endpoints endpoints;
    private final long holdMs;
    private final Map<String, Served> served = new LinkedHashMap<>();
    private final Set<Peer> admitted = new HashSet<>();
    private final Set<Peer> leaving = new HashSet<>();

    private boolean stopping;
    private int emptying;

    /**
     * No sockets yet.
     *
     * @param delivery how connections come to workers, and to which; packets they always take themselves
     * @param httpPort the port that the operator named, where HTTP is spoken; -1 for none. Whoever waits in vain there gets
     *     503, elsewhere the end of the connection
     * @param holdMs how long a connection may wait for a worker
     * @param hangMs how long a worker may accept nothing until it counts as hung
     */
    public Listeners(Conductor conductor, Delivery delivery, int httpPort, long holdMs, long hangMs) {
        this(conductor, delivery, new SocketEndpoints(conductor, delivery, httpPort, holdMs, hangMs), holdMs);
    }

    /** As the other, with endpoints of any kind. */
    Listeners(Clock clock, Delivery delivery, Endpoints endpoints, long holdMs) {
        this.clock = clock;
        this.delivery = delivery;
        this.endpoints = endpoints;
        this.holdMs = holdMs;
    }

    /**
     * Accepts on the socket that the operator named, where HTTP is spoken, and holds what comes until there are workers.
     *
     * @param socket owned from here on, and closed if this fails
     */
    public void open(ListenSocket socket) throws PosixException {
        ListenAddress address = socket.address();
        String key = ListenRequest.of(ListenAddress.tcp(address.host(), address.port()))
                .key();
        ListenKey name = delivery.sticky() ? ListenKey.sticky(key) : new ListenKey(key);
        served.put(key, new Served(endpoints.of(socket, name), true, null));
        String acceptor =
                switch (delivery.mode()) {
                    case HANDOFF -> "";
                    case SHARED -> "; workers accept";
                    case REUSEPORT -> "; each worker itself, when it is ready";
                };
        LOG.log(Level.INFO, "listening on {0}{1}", address.url(), acceptor);
    }

    /** A worker wants to serve somewhere, and is answered. */
    public void asked(Peer worker, Message.QueryServer query) {
        String key = query.request().key();
        if (leaving.contains(worker) || (stopping && !served.containsKey(key))) {
            return;
        }
        try {
            Served found = served.get(key);
            if (found != null && (found.isServedBy(worker) || (found.isOperators() && delivery.sticky()))) {
                throw new ListenSocket.BindException(query.address() + ": it listens there already", Errno.EADDRINUSE);
            }
            if (found != null && !found.endpoint().isReachable()) {
                reopen(found, worker, query, key);
            }
            Served it = found != null ? found : open(worker, query, key);
            it.endpoint().answer(worker, query, key, it.data());
            if (it.join(worker) && admitted.contains(worker)) {
                it.endpoint().admit(worker);
            }
        } catch (ListenSocket.BindException e) {
            LOG.log(Level.WARNING, "{0}: {1}", worker, e.getMessage());
            worker.refuse(query, key, e.errno());
        } catch (PosixException e) {
            LOG.log(Level.WARNING, "{0}: {1}", worker, e.getMessage());
            worker.refuse(query, key, e.errno());
        }
    }

    /** A worker closed what it served under this key. Whether it also leaves is not yet known, if it does so by itself. */
    public void closed(Peer worker, String key) {
        Served it = served.get(key);
        if (it == null || !it.isServedBy(worker)) {
            return;
        }
        it.endpoint().dismiss(worker);
        if (leaving.contains(worker)) {
            it.lose(worker);
        } else {
            it.close(worker, clock.after(LINGER_MS, () -> hasStayed(worker, it)));
        }
    }

    /** One that closed the last that it served lives on for its connections, if it has any, and is replaced. */
    private void hasStayed(Peer worker, Served it) {
        if (served.values().stream().noneMatch(other -> other.isServedBy(worker))) {
            worker.servesNothing();
        }
        it.stay(worker);
        closeUnused();
    }

    /** A worker serves the operator's socket although it never asked to: its program waits for messages with connections. */
    public void serveOperators(Peer worker) {
        served.values().stream().filter(Served::isOperators).forEach(it -> it.join(worker));
    }

    /** A worker gets connections from now on, of all that it serves. */
    public void admit(Peer worker) {
        admitted.add(worker);
        served.values().stream().filter(it -> it.isServedBy(worker)).forEach(it -> it.endpoint()
                .admit(worker));
    }

    /** A worker leaves: it gets nothing new; what is on its way to it may still be accepted. */
    public void dismiss(Peer worker) {
        admitted.remove(worker);
        leaving.add(worker);
        for (Served it : served.values()) {
            it.leave(worker);
            it.endpoint().dismiss(worker);
        }
    }

    /**
     * A worker is dead, was {@link #dismiss dismissed} before, and its channel was read to the end.
     *
     * @return how many connections it never accepted, which go to other workers
     */
    public int dead(Peer worker) {
        leaving.remove(worker);
        served.values().forEach(it -> it.lose(worker));
        return worker.lane().giveBack();
    }

    /** All workers are ready: a socket that none of them asks for by the time that who waits there has its end is closed. */
    public void allReady() {
        List<Served> waiting =
                served.values().stream().filter(Served::waitsForSuccessors).toList();
        if (!waiting.isEmpty()) {
            clock.after(holdMs, () -> {
                waiting.forEach(Served::expectNobody);
                closeUnused();
            });
        }
    }

    /**
     * The master stops: takes what the kernel has completed, accepts nothing more, and gives away what waits.
     *
     * @param whenEmpty called once, when nothing waits any more
     */
    public void stop(Runnable whenEmpty) {
        stopping = true;
        List<Endpoint> all = served.values().stream().map(Served::endpoint).toList();
        all.forEach(Endpoint::close);
        emptying = all.size() + 1;
        Runnable oneEmpty = () -> {
            emptying--;
            if (emptying == 0) {
                whenEmpty.run();
            }
        };
        all.forEach(endpoint -> endpoint.empty(oneEmpty));
        oneEmpty.run();
    }

    /** Ends what waits now. */
    public void endHeld() {
        served.values().forEach(it -> it.endpoint().endHeld());
    }

    private Served open(Peer worker, Message.QueryServer query, String key)
            throws ListenSocket.BindException, PosixException {
        Endpoint endpoint = endpoint(query.request(), key);
        LOG.log(Level.INFO, "listening on {0} for {1}", shown(endpoint.address()), worker);
        Served opened = new Served(endpoint, false, query.request().data());
        served.put(key, opened);
        return opened;
    }

    /** What had come through the old socket is still served; nothing else can come there. */
    private void reopen(Served it, Peer worker, Message.QueryServer query, String key)
            throws ListenSocket.BindException, PosixException {
        Endpoint endpoint = endpoints.open(query.request(), new ListenKey(key));
        LOG.log(Level.INFO, "listening on {0} again for {1}: its file was removed", shown(endpoint.address()), worker);
        Endpoint old = it.move(endpoint, admitted);
        old.close();
        old.empty(() -> {});
    }

    /** One that nobody serves any more and that only lingers makes room. */
    private Endpoint endpoint(ListenRequest request, String key) throws ListenSocket.BindException, PosixException {
        try {
            return endpoints.open(request, new ListenKey(key));
        } catch (ListenSocket.BindException e) {
            if (e.errno() != Errno.EADDRINUSE) {
                throw e;
            }
            served.values().stream().filter(Served::lingers).forEach(Served::expectNobody);
            if (!closeUnused()) {
                throw e;
            }
            return endpoints.open(request, new ListenKey(key));
        }
    }

    private static String shown(ListenAddress address) {
        return String.valueOf(
                address.isTcp() && address.host() == null ? ListenAddress.tcp("localhost", address.port()) : address);
    }

    /** Returns whether there was any. */
    private boolean closeUnused() {
        List<Endpoint> unused = served.values().stream()
                .filter(Served::isUnused)
                .map(Served::endpoint)
                .toList();
        served.values().removeIf(Served::isUnused);
        for (Endpoint endpoint : unused) {
            LOG.log(Level.INFO, "no longer listening on {0}: no worker does", shown(endpoint.address()));
            endpoint.close();
            endpoint.empty(() -> {});
        }
        return !unused.isEmpty();
    }
}
