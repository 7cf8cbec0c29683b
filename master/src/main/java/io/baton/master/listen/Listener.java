package io.baton.master.listen;

import io.baton.master.conductor.Conductor;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Dispatcher;
import io.baton.master.dispatch.Gate;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.totals.ListenerTotals;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PeerAddress;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.epoll.EpollIoOps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections from a listening socket and offers them to the dispatcher. A connection is a plain descriptor here: it
 * gets no channel, and no byte of it is read. Conductor thread only.
 */
public final class Listener implements FdWatch.Owner, Gate {

    private static final Logger LOG = System.getLogger(Listener.class.getName());

    /**
     * Connections accepted in one turn of the loop. Then the loop reads the answers of workers, also in a flood of
     * connections.
     */
    private static final int MAX_ACCEPTS_PER_EVENT = 64;

    /** Connections accepted at a stop, which then ends even in a flood of new ones. No backlog holds as many. */
    private static final int MAX_LAST_ACCEPTS = 65536;

    private static final long RETRY_MS = 50;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Conductor conductor;
    private final ListenSocket socket;
    private final ListenKey key;
    private final ListenerTotals totals;
    private final @Nullable PeerAddress peer;

    private @Nullable Dispatcher dispatcher;
    private @Nullable FdWatch watch;
    private boolean gateOpen = true;
    private boolean lacksResources;
    private boolean paused;
    private boolean stopping;
    private long lastWarningNanos;

    /**
     * A listener that does not accept yet.
     *
     * @param socket taken over by the listener
     * @param readsPeer whether the dispatcher needs the client's address
     * @param totals counts the connections
     */
    public Listener(Conductor conductor, ListenSocket socket, ListenKey key, boolean readsPeer, ListenerTotals totals) {
        this.totals = totals;
        this.peer = readsPeer ? new PeerAddress() : null;
        this.conductor = conductor;
        this.socket = socket;
        this.key = key;
    }

    /** Begins to accept. The socket is closed if this fails: a port that is open and not served is worse than none. */
    public void start(Dispatcher dispatcher) throws PosixException {
        this.dispatcher = dispatcher;
        try {
            watch = conductor.watch(socket.socket(), EpollIoOps.EPOLLIN, this);
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    /** Accepts the connections that the kernel has completed, for their clients believe to be connected; then listens no more. */
    public void stop() {
        if (socket.socket().isOpen()) {
            stopping = true;
            acceptUpTo(MAX_LAST_ACCEPTS);
            socket.removePath();
            if (watch != null) {
                watch.close();
            }
        }
    }

    /** Accepts nothing while it pauses. Connections wait in the kernel's backlog. */
    public void pause(boolean pauses) {
        paused = pauses;
        watchIfAccepting();
    }

    @Override
    public void ready(EpollIoOps events) {
        acceptUpTo(MAX_ACCEPTS_PER_EVENT);
    }

    @Override
    public void close() {
        gateOpen = false;
        watchIfAccepting();
    }

    @Override
    public void open() {
        gateOpen = true;
        watchIfAccepting();
    }

    /** The last connections are accepted whether or not there is room for them. */
    private boolean accepts() {
        return stopping || (gateOpen && !lacksResources && !paused);
    }

    private void acceptUpTo(int most) {
        for (int accepted = 0; accepted < most && accepts(); accepted++) {
            int number = peer == null ? Libc.accept(socket.socket()) : Libc.accept(socket.socket(), peer);
            if (number >= 0) {
                totals.accepted();
                offer(Fd.own(number));
            } else if (number != -Errno.ECONNABORTED && number != -Errno.EINTR) {
                if (number != -Errno.EAGAIN) {
                    pause(-number);
                }
                return;
            }
        }
    }

    private void offer(Fd connection) {
        if (dispatcher == null) {
            connection.close();
        } else {
            int from = peer == null ? Connection.NO_PEER : peer.hash();
            dispatcher.offer(new Connection(connection, key, conductor.nanoTime(), from));
        }
    }

    /** The process lacks descriptors or another resource for now. Meanwhile connections wait in the kernel's backlog. */
    private void pause(int errno) {
        long now = conductor.nanoTime();
        if (lastWarningNanos == 0 || now - lastWarningNanos > NANOS_PER_SECOND) {
            lastWarningNanos = now;
            LOG.log(Level.WARNING, "accept: {0}; trying again every {1} ms", Errno.describe(errno), RETRY_MS);
        }
        lacksResources = true;
        watchIfAccepting();
        conductor.after(RETRY_MS, this::resume);
    }

    private void resume() {
        lacksResources = false;
        watchIfAccepting();
    }

    private void watchIfAccepting() {
        if (watch != null) {
            watch.interest(accepts() ? EpollIoOps.EPOLLIN : FdWatch.NOTHING);
        }
    }
}
