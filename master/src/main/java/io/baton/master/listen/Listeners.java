package io.baton.master.listen;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Mode;
import io.baton.master.dispatch.Dispatcher;
import io.baton.master.dispatch.ListenKey;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.PosixException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every socket that workers serve, by key: opened when the first worker asks for it, shared by all that ask for the same,
 * and closed when the last of them closes it. A worker that dies or is told to leave closes nothing: its successor will
 * ask again, and until then connections wait. The socket that the operator named is open as long as the master accepts.
 *
 * <p>The key is Node's: address, port, kind, descriptor, and which of the worker's listens there it is, so that the second
 * port 0 of one worker is the second of another. The conductor's.
 */
public final class Listeners {

    private static final Logger LOG = System.getLogger(Listeners.class.getName());

    private final Conductor conductor;
    private final Mode mode;
    private final int httpPort;
    private final long holdMs;
    private final Dispatcher.Unserved unavailable;
    private final Dispatcher.Unserved hangUp;
    private final Map<String, Served> served = new LinkedHashMap<>();
    private final Set<Peer> admitted = new HashSet<>();
    private final Set<Peer> leaving = new HashSet<>();

    private boolean stopping;
    private int emptying;

    /** An endpoint, the workers that asked for it, and what the first of them said for all. */
    private static final class Served {
        final String key;
        final Endpoint endpoint;
        final boolean operators;
        final @Nullable String data;
        final Set<Peer> workers = new HashSet<>();

        Served(String key, Endpoint endpoint, boolean operators, @Nullable String data) {
            this.key = key;
            this.endpoint = endpoint;
            this.operators = operators;
            this.data = data;
        }
    }

    /**
     * No sockets yet.
     *
     * @param mode how connections come to workers; packets they always take themselves
     * @param httpPort the port that the operator named, where HTTP is spoken; -1 for none. Whoever waits in vain there gets
     *     503, elsewhere the end of the connection
     * @param holdMs how long a connection may wait for a worker
     */
    public Listeners(Conductor conductor, Mode mode, int httpPort, long holdMs) {
        this.conductor = conductor;
        this.mode = mode;
        this.httpPort = httpPort;
        this.holdMs = holdMs;
        this.unavailable = new ServiceUnavailable(conductor);
        this.hangUp = new HangUp(conductor);
    }

    /**
     * Accepts on the socket that the operator named, and holds what comes until there are workers.
     *
     * @param socket owned from here on
     */
    public void open(ListenSocket socket) {
        ListenAddress address = socket.address();
        String key = ListenRequest.of(ListenAddress.tcp(address.host(), address.port()))
                .key();
        served.put(key, new Served(key, endpoint(key, socket, address.port()), true, null));
    }

    /** A worker wants to serve somewhere, and is answered. */
    public void asked(Peer worker, Message.QueryServer query) {
        String key = query.request().key();
        if (leaving.contains(worker) || (stopping && !served.containsKey(key))) {
            return;
        }
        try {
            Served found = served.get(key);
            Served it = found != null ? found : open(worker, query, key);
            it.endpoint.answer(worker, query, key, it.data);
            if (it.workers.add(worker) && admitted.contains(worker)) {
                it.endpoint.admit(worker);
            }
        } catch (ListenSocket.BindException e) {
            LOG.log(Level.WARNING, "{0}: {1}", worker, e.getMessage());
            worker.refuse(query, key, e.errno());
        } catch (PosixException e) {
            LOG.log(Level.WARNING, "{0}: {1}", worker, e.getMessage());
            worker.refuse(query, key, e.errno());
        }
    }

    /** A worker closed what it served under this key. */
    public void closed(Peer worker, String key) {
        Served it = served.get(key);
        if (it != null && it.workers.remove(worker)) {
            it.endpoint.dismiss(worker);
            if (!leaving.contains(worker)) {
                closeIfUnused(it);
            }
        }
    }

    /** A worker gets connections from now on, of all that it serves. */
    public void admit(Peer worker) {
        admitted.add(worker);
        served.values().stream().filter(it -> it.workers.contains(worker)).forEach(it -> it.endpoint.admit(worker));
    }

    /** A worker leaves: it gets nothing new; what is on its way to it may still be accepted. */
    public void dismiss(Peer worker) {
        admitted.remove(worker);
        leaving.add(worker);
        served.values().forEach(it -> it.endpoint.dismiss(worker));
    }

    /** A worker owns connection {@code seq} of its window now. */
    public void accepted(Peer worker, long seq) throws ProtocolException {
        worker.window().connection(seq).dispatcher().accepted(worker, seq);
        othersMayGo();
    }

    /** A worker would not take connection {@code seq} of its window: another one gets it. */
    public void refused(Peer worker, long seq) throws ProtocolException {
        worker.window().connection(seq).dispatcher().refused(worker, seq);
        othersMayGo();
    }

    /**
     * A worker is dead, and its channel was read to the end.
     *
     * @return how many connections it never accepted, which go to other workers
     */
    public int dead(Peer worker) {
        dismiss(worker);
        leaving.remove(worker);
        served.values().forEach(it -> it.workers.remove(worker));
        return Dispatcher.redispatch(worker);
    }

    /** All workers are ready: a socket that none of them asks for by the time that who waits there has its end is closed. */
    public void allReady() {
        List<Served> abandoned =
                served.values().stream().filter(it -> it.workers.isEmpty()).toList();
        if (!abandoned.isEmpty()) {
            conductor.after(holdMs, () -> abandoned.forEach(this::closeIfUnused));
        }
    }

    /**
     * The master stops: takes what the kernel has completed, accepts nothing more, and gives away what waits.
     *
     * @param whenEmpty called once, when nothing waits any more
     */
    public void stop(Runnable whenEmpty) {
        stopping = true;
        List<Endpoint> all = served.values().stream().map(it -> it.endpoint).toList();
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
        served.values().forEach(it -> it.endpoint.endHeld());
    }

    private Served open(Peer worker, Message.QueryServer query, String key) throws ListenSocket.BindException {
        ListenSocket socket = ListenSocket.open(query.request());
        LOG.log(Level.INFO, "listening on {0} for {1}", socket.address(), worker);
        Endpoint endpoint = endpoint(key, socket, query.address().port());
        Served opened = new Served(key, endpoint, false, query.request().data());
        served.put(key, opened);
        return opened;
    }

    private Endpoint endpoint(String key, ListenSocket socket, int portAsked) {
        if (mode == Mode.SHARED || socket.address().isUdp()) {
            return new SharedEndpoint(socket);
        }
        Dispatcher.Unserved unserved = portAsked == httpPort ? unavailable : hangUp;
        return new HandoffEndpoint(conductor, socket, new ListenKey(key), unserved, holdMs);
    }

    private void closeIfUnused(Served it) {
        if (it.workers.isEmpty() && !it.operators && served.remove(it.key, it)) {
            LOG.log(Level.INFO, "no longer listening on {0}: no worker does", it.endpoint.address());
            it.endpoint.close();
            it.endpoint.empty(() -> {});
        }
    }

    /** What was sent through one endpoint may have kept another one's connections waiting. */
    private void othersMayGo() {
        if (served.size() > 1) {
            served.values().forEach(it -> it.endpoint.workerHasRoom());
        }
    }
}
