package io.baton.worker.net;

import io.baton.protocol.OpenConnection;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Drain;
import io.baton.worker.spi.Movable;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.unix.UnixChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One open connection of a worker, with what the worker must know to move it. Owned by the event loop. */
final class Connection {

    private static final Logger LOG = System.getLogger(Connection.class.getName());

    private final Channel channel;
    private final Application application;
    private final long earlierRequests;
    private final long acceptedNanos;

    private long id;
    private @Nullable Movable movable;
    private String obstacle = "";
    private boolean told;

    /**
     * A connection that nothing is known of but its past.
     *
     * @param application asked whether the connection may move
     */
    Connection(Channel channel, Application application, Past past) {
        this.channel = channel;
        this.application = application;
        this.earlierRequests = past.requests();
        this.acceptedNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(past.ageMs());
    }

    Channel channel() {
        return channel;
    }

    /** Its number in the worker. */
    long id() {
        return id;
    }

    void numbered(long number) {
        id = number;
    }

    /** The handler that can let go of it is known. If it stays in this worker, that changes nothing. */
    void movesBy(Movable handler) {
        if (obstacle.isEmpty()) {
            movable = handler;
        }
    }

    /** It stays in this worker. Of several reasons the first counts. */
    void stays(String reason) {
        movable = null;
        if (obstacle.isEmpty()) {
            obstacle = reason;
        }
    }

    /** The handler that can let go of it; null if it stays in this worker whatever becomes of its requests. */
    @Nullable
    Movable movable() {
        return movable == null || key() == null || isKept() ? null : movable;
    }

    /** Why it cannot be moved although it is idle, or soon will be; empty if it can. */
    String obstacle() {
        return key() == null ? "this worker accepted it itself" : hindrance();
    }

    /** Why its own handlers keep it from moving, and from ending soon by itself; empty if they do not. */
    String hindrance() {
        if (movable == null) {
            return obstacle.isEmpty() ? "its handlers are not known yet" : obstacle;
        }
        return isKept() ? "the application keeps it" : movable.obstacle();
    }

    private boolean isKept() {
        try {
            return !application.movable(channel);
        } catch (Throwable e) {
            LOG.log(Level.DEBUG, "application failed to tell whether a connection may move", e);
            return true;
        }
    }

    /** Whether it could be moved right now. */
    boolean canMove() {
        Movable handler = movable();
        return handler != null
                && channel.isOpen()
                && channel.isRegistered()
                && handler.obstacle().isEmpty()
                && handler.isBetweenRequests();
    }

    /** The key of the listener that it came through; null if the master did not hand it over. */
    @Nullable
    String key() {
        return listener().key();
    }

    /** The key, which a connection that can move has. */
    String requireKey() {
        return Objects.requireNonNull(key(), "key");
    }

    ListenerChannel listener() {
        return (ListenerChannel) channel.parent();
    }

    /** Tells its handlers, once, that the worker drains. */
    void tellDrain() {
        if (!told && channel.isRegistered()) {
            told = true;
            channel.pipeline().fireUserEventTriggered(Drain.STARTED);
        }
    }

    /** Whether its handlers know that the worker drains. */
    boolean isTold() {
        return told;
    }

    /** A copy of its descriptor, owned by the caller. */
    Fd duplicate() throws PosixException {
        Fd borrowed = Fd.own(((UnixChannel) channel).fd().intValue());
        try {
            return Libc.duplicate(borrowed, 3);
        } finally {
            int unused = borrowed.release();
        }
    }

    /** Has its handler let go of it. Returns its past, as the next channel is told it. */
    Past letGo() {
        Movable handler = movable;
        if (handler == null) {
            throw new IllegalStateException("a connection that stays: " + obstacle);
        }
        return new Past(handler.letGo(), requests(), ageMs());
    }

    /** How long ago the last byte was received or sent, as the kernel knows it; 0 if it does not. */
    long idleMs(EpollTcpInfo info) {
        if (channel instanceof EpollSocketChannel tcp && channel.isOpen()) {
            EpollTcpInfo now = tcp.tcpInfo(info);
            return Math.min(now.lastDataRecv(), now.lastDataSent());
        }
        return 0;
    }

    /** What is known of it, for the master. */
    OpenConnection describe(EpollTcpInfo info) {
        boolean busy = movable != null && !movable.isBetweenRequests();
        return new OpenConnection(id, peer(), ageMs(), requests(), busy ? 0 : idleMs(info), obstacle());
    }

    private String peer() {
        if (channel.remoteAddress() instanceof InetSocketAddress client && client.getAddress() != null) {
            String host = client.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + client.getPort();
        }
        return "";
    }

    private long requests() {
        return earlierRequests + (movable == null ? 0 : movable.requests());
    }

    private long ageMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - acceptedNanos);
    }
}
