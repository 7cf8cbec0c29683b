package io.baton.worker;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SocketKind;
import io.baton.worker.net.Acceptor;
import io.baton.worker.net.Adopter;
import io.baton.worker.net.ListenerChannel;
import io.baton.worker.net.Past;
import io.baton.worker.spi.Listener;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a worker's connections. The master hands them over one by one, or the worker accepts them on listening sockets
 * that it was given or has bound itself. Owned by the event loop.
 */
final class Intake {

    private static final Logger LOG = System.getLogger(Intake.class.getName());

    /** The backlog that Node asks for. The kernel takes the smaller of this and net.core.somaxconn. */
    private static final int BACKLOG = 511;

    private final IoEventLoop loop;
    private final Adopter adopter;
    private final List<HandedOver> handedOver = new ArrayList<>();
    private final List<Channel> unread = new ArrayList<>();
    private final Map<Acceptor, Boolean> acceptors = new HashMap<>();

    /** Takes the sockets that came before the worker served. */
    private final List<Runnable> given = new ArrayList<>();

    private boolean closed;

    /** The first listener, which given connections are said to come through; null until the worker serves. */
    private @Nullable ListenerChannel first;

    /** A listener whose connections the master hands over. */
    private static final class HandedOver {
        final ListenerChannel listener;
        String key;

        HandedOver(String key, ListenerChannel listener) {
            this.key = key;
            this.listener = listener;
        }

        /**
         * Whether this is the listener's key. Keeps the channel's own string, which it uses again, so that the next
         * comparison compares references only.
         */
        boolean isCalled(String name) {
            boolean called = name.equals(key);
            if (called) {
                key = name;
            }
            return called;
        }
    }

    Intake(IoEventLoop loop, Adopter adopter) {
        this.loop = loop;
        this.adopter = adopter;
    }

    /**
     * The worker serves from now on.
     *
     * @param listener the listener that given connections are said to come through
     */
    void open(Listener listener) {
        first = new ListenerChannel(listener);
        given.forEach(Runnable::run);
        given.clear();
    }

    /** The master may hand over connections of this listener from now on, under this key. */
    void listenTo(String key, Listener listener) {
        handedOver.add(new HandedOver(key, new ListenerChannel(listener, key)));
    }

    /**
     * Takes a connection while the master still keeps a copy of its descriptor. The connection is not read until {@link #read}.
     *
     * @param past what comes with a connection that was served before
     * @param connection owned by the intake from here on
     * @return whether the worker keeps the connection: false if it does not listen there or has no room
     */
    boolean take(String key, Past past, Fd connection) {
        ListenerChannel listener = listener(key);
        if (listener == null || !adopter.hasRoom()) {
            connection.close();
            return false;
        }
        Channel channel = adopter.adopt(listener, connection, past);
        if (channel != null) {
            unread.add(channel);
        }
        return true;
    }

    private @Nullable ListenerChannel listener(String key) {
        for (int i = 0; i < handedOver.size(); i++) {
            if (handedOver.get(i).isCalled(key)) {
                return handedOver.get(i).listener;
            }
        }
        return null;
    }

    /**
     * Begins to read the connections taken so far. To be called once the kernel has the answer for each of them: the master
     * then learns, even if this worker dies, that it no longer owns them.
     */
    void read() {
        for (int i = 0; i < unread.size(); i++) {
            adopter.read(unread.get(i));
        }
        unread.clear();
    }

    /**
     * Serves a connection that this process alone owns. If the worker does not serve yet, the connection waits until it
     * does.
     *
     * @param connection owned by the intake from here on
     * @param whenClosed called once the connection is closed; at once if it is not served
     */
    void serve(Fd connection, Runnable whenClosed) {
        ListenerChannel listener = first;
        if (listener == null) {
            given.add(() -> serve(connection, whenClosed));
            return;
        }
        Channel channel = adopter.serve(listener, connection, SocketKind.isUnixDomain(connection));
        if (channel == null) {
            whenClosed.run();
        } else {
            channel.closeFuture().addListener(closed -> whenClosed.run());
        }
    }

    /**
     * Accepts on a socket that the worker did not ask for. If the worker does not serve yet, the socket waits until it
     * does. A draining worker closes it.
     *
     * @param socket owned by the intake from here on
     * @param own whether no other process accepts on it
     */
    void serveOn(Fd socket, boolean own) {
        if (closed) {
            LOG.log(own ? Level.WARNING : Level.DEBUG, "a server that the master sent is closed: this worker drains");
            socket.close();
            return;
        }
        ListenerChannel listener = first;
        if (listener == null) {
            given.add(() -> serveOn(socket, own));
            return;
        }
        try {
            accept(socket, own, new Listener(listener.listener().name(), BoundAddress.of(socket)));
        } catch (PosixException e) {
            LOG.log(Level.WARNING, "a server that the master sent: {0}", e.getMessage());
        }
    }

    /**
     * Accepts on a bound socket.
     *
     * @param socket owned by the intake from here on
     * @param own whether no other process accepts on it
     * @param listener the listener that the socket is
     */
    void accept(Fd socket, boolean own, Listener listener) throws PosixException {
        try {
            acceptors.put(Acceptor.start(loop, socket, BACKLOG, adopter, new ListenerChannel(listener)), own);
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Takes no new connection. The connections that wait on a socket of this worker alone are served, because no other
     * process can accept them.
     */
    void close() {
        handedOver.clear();
        closed = true;
        acceptors.forEach((acceptor, own) -> {
            if (own) {
                acceptor.finish();
            } else {
                acceptor.stop();
            }
        });
        acceptors.clear();
    }

    /**
     * The master is dead. Connections that this worker took, and whose answers the master never got, belong to the
     * worker now. Takes no new connection.
     */
    void inherit() {
        read();
        close();
    }

    /**
     * The channel has ended. Connections that this worker took, and whose answers may not have reached the master,
     * still belong to the master and are closed unread. Takes no new connection.
     */
    void abandon() {
        unread.forEach(adopter::close);
        unread.clear();
        close();
    }
}
