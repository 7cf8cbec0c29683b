package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Delivery;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.Mode;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.dispatch.Return;
import io.baton.master.fetch.Entrance;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.snapshot.ListenerSnapshot;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that the workers of one group serve, by key. A socket is opened when the first worker asks for it, shared by
 * all workers that ask for the same, and closed when the last of them closes it. A worker that dies or leaves closes nothing:
 * its successor will ask again, and until then connections wait. The sockets that the operator named are open from the
 * group's start to its stop. One for each start of a group. Conductor thread only.
 *
 * <p>The key is Node's: address, port, kind and descriptor. For port 0 it also counts the worker's listens there, so that the
 * second port 0 of one worker is the second of another.
 */
public final class Listeners {

    private static final Logger LOG = System.getLogger(Listeners.class.getName());

    /** A worker that leaves by itself closes its sockets first, and says within this time that it leaves. */
    private static final long LINGER_MS = 1_000;

    private final Clock clock;
    private final ApplicationJournal journal;
    private final Delivery delivery;
    private final ClaimedEndpoints endpoints;
    private final long holdMs;
    private final ServedSockets served = new ServedSockets();
    private final WorkerSockets workerSockets;
    private final Set<Peer> admitted = new HashSet<>();
    private final Set<Peer> leaving = new HashSet<>();

    private boolean stopping;

    /**
     * Without sockets.
     *
     * @param journal of the application
     * @param delivery how connections come to workers, and to which; packets they always take themselves
     * @param addresses knows the addresses of the other applications
     * @param endpoints opens sockets
     * @param holdMs how long a connection may wait for a worker
     */
    public Listeners(
            Clock clock,
            ApplicationJournal journal,
            Delivery delivery,
            Addresses addresses,
            Endpoints endpoints,
            long holdMs) {
        this.clock = clock;
        this.journal = journal;
        this.delivery = delivery;
        this.endpoints = new ClaimedEndpoints(journal.app(), addresses, endpoints);
        this.workerSockets = new WorkerSockets(journal, this.endpoints, served, admitted);
        this.holdMs = holdMs;
    }

    /**
     * Claims the addresses that the operator named, before their sockets are opened.
     *
     * @throws BindException if another application has one; none is claimed then
     */
    public void claim(List<ListenConfig> listeners) throws BindException {
        endpoints.claim(listeners);
    }

    /**
     * Accepts on the sockets that the operator named, where HTTP is spoken. Connections wait until there are workers.
     *
     * @param sockets taken over by these listeners; closed if this fails
     */
    public void open(List<ListenSocket> sockets) throws IOException {
        List<ListenSocket> rest = new ArrayList<>(sockets);
        try {
            while (!rest.isEmpty()) {
                open(rest.remove(0));
            }
        } finally {
            rest.forEach(ListenSocket::close);
        }
    }

    private void open(ListenSocket socket) throws IOException {
        ListenAddress address = socket.address();
        String key = ListenRequest.of(address.isPath() ? address : ListenAddress.tcp(address.host(), address.port()))
                .key();
        ListenKey name = delivery.sticky() ? ListenKey.sticky(key) : new ListenKey(key);
        served.put(key, new Served(endpoints.of(socket, name), true, null));
        String acceptor =
                switch (delivery.mode()) {
                    case HANDOFF -> "";
                    case SHARED -> "; workers accept";
                    case REUSEPORT -> "; each worker itself, when it is ready";
                };
        journal.listenerOpened(address.url(), address.port(), acceptor);
    }

    /** What of them crosses an upgrade of the master. */
    public ListenersUpgrade upgrade() {
        return new ListenersUpgrade(this, endpoints, delivery, served, admitted, leaving);
    }

    /** Where clients find the sockets that the operator named. */
    public List<String> operatorsUrls() {
        return served.operatorsUrls();
    }

    /** The listeners now. */
    public List<ListenerSnapshot> snapshot() {
        return served.snapshot();
    }

    /** The group has stopped: its addresses are free for other applications. */
    public void end() {
        endpoints.releaseAll();
    }

    /** A worker asks to serve a socket, and is answered. */
    public void asked(Peer worker, Message.QueryServer query) {
        String key = query.request().key();
        if (leaving.contains(worker) || (stopping && served.get(key) == null)) {
            return;
        }
        try {
            Served found = served.get(key);
            if (found != null && (found.isServedBy(worker) || (found.isOperators() && delivery.sticky()))) {
                throw new BindException(query.address() + ": it listens there already", Errno.EADDRINUSE);
            }
            if (found != null && !found.isOperators() && !found.endpoint().isReachable()) {
                workerSockets.reopen(found, worker, query, key);
            }
            Served it = found != null ? found : workerSockets.open(worker, query, key);
            it.endpoint().answer(worker, query, key, it.data());
            if (it.join(worker) && admitted.contains(worker)) {
                it.endpoint().admit(worker);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: {1}", worker, e.getMessage());
            worker.refuse(query, key, WorkerSockets.errno(e));
            // A socket that was opened for this worker alone would get connections and no worker.
            workerSockets.closeUnused();
        }
    }

    /** A worker no longer serves the socket of this key. Whether it closed it because it leaves is known a moment later. */
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

    /** The worker has not left. If it serves no socket any more, it finishes its connections and is replaced. */
    private void hasStayed(Peer worker, Served it) {
        if (!served.isServing(worker)) {
            worker.servesNothing();
        }
        it.stay(worker);
        workerSockets.closeUnused();
    }

    /** Has a worker serve the operator's sockets without being asked: its program waits for connections as messages. */
    public void serveOperators(Peer worker) {
        served.all().stream().filter(Served::isOperators).forEach(it -> it.join(worker));
    }

    /** A worker gets connections from now on, from all sockets that it serves. */
    public void admit(Peer worker) {
        admitted.add(worker);
        served.all().stream().filter(it -> it.isServedBy(worker)).forEach(it -> it.endpoint()
                .admit(worker));
    }

    /**
     * Where a connection of the master's own comes into a worker: the first socket that it serves, or did before it leaves;
     * those that the operator named before others. Null if there is none.
     */
    public @Nullable Entrance entrance(Peer worker) {
        return served.entrance(worker, leaving.contains(worker));
    }

    /** A worker that gets connections gets none for now, or does so again. It stays one of those that serve. */
    public void suspend(Peer worker, boolean suspended) {
        if (!admitted.contains(worker)) {
            return;
        }
        for (Served it : served.all()) {
            if (it.isServedBy(worker)) {
                it.endpoint().dismiss(worker);
                if (!suspended) {
                    it.endpoint().admit(worker);
                }
            }
        }
    }

    /** Whether a worker may give its connections back: others can be handed them. */
    public boolean othersTake(Peer worker) {
        boolean others = admitted.size() > (admitted.contains(worker) ? 1 : 0);
        return delivery.mode() == Mode.HANDOFF && !stopping && others;
    }

    /**
     * A worker gives back a connection that it has served.
     *
     * @param key of the listener that the connection came from
     * @param connection taken over if this succeeds
     * @return false if the worker serves no such listener, or the master does not hand its connections over
     */
    public boolean returned(Peer worker, String key, Fd connection, Return given) {
        return served.returned(worker, key, connection, given);
    }

    /** A worker leaves. It gets no new connections, and may still accept those that are on their way to it. */
    public void dismiss(Peer worker) {
        admitted.remove(worker);
        leaving.add(worker);
        served.dismiss(worker);
    }

    /**
     * A worker is dead. It was {@link #dismiss dismissed} before, and its channel was read to the end.
     *
     * @return how many connections it never accepted; they go to other workers
     */
    public int dead(Peer worker) {
        leaving.remove(worker);
        served.dead(worker);
        return worker.lane().giveBack();
    }

    /** All workers are ready. A socket that none of them has asked for by the hold timeout is closed. */
    public void allReady() {
        List<Served> waiting =
                served.all().stream().filter(Served::waitsForSuccessors).toList();
        if (!waiting.isEmpty()) {
            clock.after(holdMs, () -> {
                waiting.forEach(Served::expectNoSuccessor);
                workerSockets.closeUnused();
            });
        }
    }

    /**
     * Stops: accepts the connections that the kernel has completed, then no more, and hands over those that wait.
     *
     * @param whenEmpty called once, when no connection waits any more
     */
    public void stop(Runnable whenEmpty) {
        stopping = true;
        served.closeAndEmpty(whenEmpty);
    }

    /** Ends the connections that wait now. */
    public void endHeld() {
        served.all().forEach(it -> it.endpoint().endHeld());
    }
}
