package io.baton.worker;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SocketKind;
import io.baton.worker.net.Acceptor;
import io.baton.worker.net.Adopter;
import io.baton.worker.net.ListenerChannel;
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
 * Where a worker's connections come from: handed over by the master one by one, or accepted here on listening sockets that
 * it was given or bound itself. The event loop's.
 */
final class Intake {

    private static final Logger LOG = System.getLogger(Intake.class.getName());

    /** As Node's; the kernel takes the smaller of this and net.core.somaxconn. */
    private static final int BACKLOG = 511;

    private final IoEventLoop loop;
    private final Adopter adopter;
    private final List<HandedOver> handedOver = new ArrayList<>();
    private final List<Channel> unread = new ArrayList<>();
    private final Map<Acceptor, Boolean> acceptors = new HashMap<>();

    /** What came before the worker served. */
    private final List<Runnable> given = new ArrayList<>();

    private boolean closed;

    /** Stands for the parent process, which gives connections away; null until the worker serves. */
    private @Nullable ListenerChannel first;

    /** A listener whose connections the master hands over. */
    private static final class HandedOver {
        final ListenerChannel listener;
        String key;

        HandedOver(String key, ListenerChannel listener) {
            this.key = key;
            this.listener = listener;
        }

        /** Keeps the name's object, which the channel uses again: it is equal at first sight the next time. */
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
     * @param listener the one that given connections come as
     */
    void open(Listener listener) {
        first = new ListenerChannel(listener);
        given.forEach(Runnable::run);
        given.clear();
    }

    /** The master may hand over connections of this listener from now on, under this key. */
    void listenTo(String key, Listener listener) {
        handedOver.add(new HandedOver(key, new ListenerChannel(listener)));
    }

    /**
     * Takes a connection that the master keeps a copy of, and does not read it until {@link #read}.
     *
     * @param connection owned from here on
     * @return whether this worker keeps it: it listens there, and has room
     */
    boolean take(String key, Fd connection) {
        ListenerChannel listener = listener(key);
        if (listener == null || !adopter.hasRoom()) {
            connection.close();
            return false;
        }
        Channel channel = adopter.adopt(listener, connection);
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

    /** The master can know by now that it owns those connections no longer. */
    void read() {
        for (int i = 0; i < unread.size(); i++) {
            adopter.read(unread.get(i));
        }
        unread.clear();
    }

    /**
     * Serves a connection that nobody keeps a copy of, as soon as the worker serves.
     *
     * @param connection owned from here on
     * @param whenClosed called once it is closed, at once if it is not served
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
     * As {@link #accept}, as soon as the worker serves, on a socket that came without being asked for. A worker that drains
     * closes it.
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
     * @param socket owned from here on
     * @param own whether no other process accepts on it
     * @param listener what its connections come through
     */
    void accept(Fd socket, boolean own, Listener listener) throws PosixException {
        try {
            acceptors.put(Acceptor.start(loop, socket, BACKLOG, adopter, new ListenerChannel(listener)), own);
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    /** Takes nothing new. What waits on a socket of this worker's alone is served, for nobody else can. */
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

    /** The master is dead: what it could not hear accepted is nobody else's any more. Nothing new comes. */
    void inherit() {
        read();
        close();
    }

    /** The channel is gone: what the master could not hear accepted is still its own, and stays unread. */
    void abandon() {
        unread.forEach(adopter::close);
        unread.clear();
        close();
    }
}
