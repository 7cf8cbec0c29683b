package io.baton.worker;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SocketKind;
import io.baton.worker.net.Acceptor;
import io.baton.worker.net.Adopter;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import io.netty.util.NetUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    private final List<Channel> unread = new ArrayList<>();
    private final Map<Acceptor, Boolean> acceptors = new HashMap<>();

    /** What came before the worker served. */
    private final List<Runnable> given = new ArrayList<>();

    private boolean open;
    private boolean closed;
    private @Nullable String key;

    Intake(IoEventLoop loop, Adopter adopter) {
        this.loop = loop;
        this.adopter = adopter;
    }

    /** The worker serves from now on. */
    void open() {
        open = true;
        given.forEach(Runnable::run);
        given.clear();
    }

    /** Every connection comes from there, however it comes. */
    void listensOn(@Nullable String host, int port) {
        if (host == null) {
            adopter.listensOn(new InetSocketAddress(port));
            return;
        }
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
        // A name is not looked up, which would block the loop.
        adopter.listensOn(
                literal == null
                        ? InetSocketAddress.createUnresolved(host, port)
                        : new InetSocketAddress(literal, port));
    }

    /** The master may hand over connections of this listener from now on. */
    void listenTo(String listener) {
        key = listener;
    }

    /**
     * Takes a connection that the master keeps a copy of, and does not read it until {@link #read}.
     *
     * @param connection owned from here on
     * @return whether this worker keeps it: it listens there, and has room
     */
    boolean take(String listener, Fd connection) {
        if (!listener.equals(key) || !adopter.hasRoom()) {
            connection.close();
            return false;
        }
        Channel channel = adopter.adopt(connection);
        if (channel != null) {
            unread.add(channel);
        }
        return true;
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
        if (!open) {
            given.add(() -> serve(connection, whenClosed));
            return;
        }
        Channel channel = adopter.serve(connection, SocketKind.isUnixDomain(connection));
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
        if (!open) {
            given.add(() -> serveOn(socket, own));
            return;
        }
        try {
            Acceptor unused = accept(socket, own);
        } catch (PosixException e) {
            LOG.log(Level.WARNING, "a server that the master sent: {0}", e.getMessage());
        }
    }

    /**
     * Accepts on a bound socket.
     *
     * @param socket owned from here on
     * @param own whether nobody else accepts on it
     */
    Acceptor accept(Fd socket, boolean own) throws PosixException {
        try {
            Acceptor acceptor = Acceptor.start(loop, socket, BACKLOG, adopter);
            acceptors.put(acceptor, own);
            return acceptor;
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    /** Takes nothing new. What waits on a socket of this worker's alone is served, for nobody else can. */
    void close() {
        key = null;
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
