package io.baton.agent.listen;

import io.baton.agent.channel.ListenQuestion;
import io.baton.agent.channel.Primary;
import io.baton.agent.posix.Kernel;
import io.baton.agent.watch.Connections;
import java.net.InetSocketAddress;
import sun.nio.ch.ServerOptions;
import sun.nio.ch.ServerSockets;

/**
 * One server socket whose connections come from the master. The server's descriptor is one end of a socket pair, with one
 * byte in it while a connection waits: whatever the server waits with says that it is readable. Any thread may call.
 */
final class Listener {

    private final Primary primary;
    private final int fd;
    private final InetSocketAddress address;
    private final String key;
    private final ListenQuestion question;
    private final int bell;
    private final ServerOptions options;
    private final Waiting waiting = new Waiting();

    private boolean listens;
    private long listensSinceNanos;
    private boolean announced;
    private boolean rung;
    private boolean stuck;
    private boolean closed;
    private boolean ended;

    /**
     * A bound socket.
     *
     * @param fd the server's descriptor, one end of the pair
     * @param bell the other end, owned by this listener; -1 if the server listens on a socket of the kernel's
     * @param options with a socket owned by this listener
     */
    Listener(
            Primary primary,
            int fd,
            InetSocketAddress address,
            String key,
            ListenQuestion question,
            int bell,
            ServerOptions options) {
        this.primary = primary;
        this.fd = fd;
        this.address = address;
        this.key = key;
        this.question = question;
        this.bell = bell;
        this.options = options;
    }

    /** A second socket at the same address. The master does not hear of it. */
    Listener beside(int second, int itsBell, ServerOptions itsOptions) {
        Listener listener = new Listener(primary, second, address, key, question, itsBell, itsOptions);
        listener.announced = true;
        return listener;
    }

    ServerOptions options() {
        return options;
    }

    int fd() {
        return fd;
    }

    String key() {
        return key;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Whether the server accepts from the kernel. */
    boolean isShared() {
        return bell < 0;
    }

    /** The server listens. */
    synchronized void listen() {
        listens = true;
        listensSinceNanos = System.nanoTime();
    }

    /** Whether the server listens. */
    synchronized boolean listens() {
        return listens && !closed;
    }

    /** For how long the server has listened. */
    synchronized long listensForNanos() {
        return System.nanoTime() - listensSinceNanos;
    }

    /** Tells the master, once, that the server listens, if it does. */
    void announce() {
        synchronized (this) {
            if (!listens || announced) {
                return;
            }
            announced = true;
        }
        primary.listening(question);
    }

    /**
     * A connection has come. Returns false if the server does not come for its connections, or listens no more; the connection
     * then stays the caller's. See {@link Waiting#add}.
     */
    synchronized boolean offer(int descriptor, long seq, long requests, long ageMs) {
        if (closed || !listens || stuck) {
            return false;
        }
        waiting.add(descriptor, seq, requests, ageMs, System.nanoTime());
        ring();
        return true;
    }

    private void ring() {
        if (!rung) {
            rung = Kernel.ring(bell) == 1;
        }
    }

    private void silence() {
        if (rung) {
            int unused = Kernel.drain(fd);
            rung = false;
        }
    }

    /**
     * The server accepts.
     *
     * @param connections hear of it
     * @return the connection that waited for longest, which is the server's alone from now on;
     *     {@link ServerSockets#NONE} if none waits
     */
    int accept(Connections connections) {
        int descriptor = ServerSockets.NONE;
        long seq = Waiting.OWN;
        long requests = 0;
        long ageMs = 0;
        synchronized (this) {
            stuck = false;
            if (!waiting.isEmpty()) {
                descriptor = waiting.descriptor();
                seq = waiting.seq();
                requests = waiting.requests();
                ageMs = waiting.ageMs();
                waiting.remove();
            }
            if (waiting.isEmpty() && !closed) {
                silence();
            }
        }
        if (descriptor == ServerSockets.NONE) {
            return ServerSockets.NONE;
        }
        if (seq >= 0 && !primary.accepted(seq)) {
            int unused = Kernel.close(descriptor);
            return ServerSockets.NONE;
        }
        connections.opened(descriptor, key, requests, ageMs);
        return descriptor;
    }

    /**
     * Refuses what came before this moment, and everything after it until the server accepts again. The byte stays, so that
     * the server comes when it can.
     */
    void refuse(long beforeNanos) {
        while (true) {
            int descriptor;
            long seq;
            synchronized (this) {
                if (waiting.isEmpty() || waiting.sinceNanos() - beforeNanos > 0) {
                    return;
                }
                descriptor = waiting.descriptor();
                seq = waiting.seq();
                waiting.remove();
                stuck = true;
            }
            int unused = Kernel.close(descriptor);
            if (seq >= 0) {
                primary.refused(seq);
            }
        }
    }

    /** Whether a connection waits. */
    synchronized boolean waits() {
        return !waiting.isEmpty();
    }

    /** Refuses what waits, and does not call the server any more. */
    void end() {
        refuse(System.nanoTime());
        synchronized (this) {
            if (closed || ended) {
                return;
            }
            ended = true;
            silence();
        }
        primary.closed(key);
    }

    /**
     * The server closes its socket.
     *
     * @param last whether the server has no other socket at the address
     */
    void close(boolean last) {
        boolean tell;
        synchronized (this) {
            closed = true;
            tell = last && !ended;
        }
        refuse(System.nanoTime());
        if (bell >= 0) {
            int unused = Kernel.close(bell);
        }
        int unused = Kernel.close(options.socket());
        if (tell) {
            primary.closed(key);
        }
    }
}
