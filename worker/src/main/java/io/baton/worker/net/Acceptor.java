package io.baton.worker.net;

import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SocketKind;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoOps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts on a listening socket of this worker and serves the connections at once, because no other process has a copy
 * of them. Owned by the event loop.
 *
 * <p>Other processes may accept on the same socket. The acceptor takes few connections at a time, so that the others
 * get theirs. While it cannot take any, connections wait in the kernel, where another process may accept them. Without
 * descriptors they wait for a second only ({@link DescriptorShortage}).
 */
public final class Acceptor implements FdWatch.Owner {

    private static final Logger LOG = System.getLogger(Acceptor.class.getName());

    private static final int MAX_ACCEPTS_PER_EVENT = 16;

    private static final long RETRY_MS = 50;

    /** More connections than a backlog holds. */
    private static final int MAX_LAST_ACCEPTS = 65536;

    private final IoEventLoop loop;
    private final Fd socket;
    private final boolean unixDomain;
    private final Adopter adopter;
    private final ListenerChannel listener;
    private final DescriptorShortage shortage;

    private @Nullable FdWatch watch;

    private Acceptor(IoEventLoop loop, Fd socket, Adopter adopter, ListenerChannel listener) {
        this.loop = loop;
        this.socket = socket;
        this.unixDomain = SocketKind.isUnixDomain(socket);
        this.adopter = adopter;
        this.listener = listener;
        this.shortage = new DescriptorShortage(socket);
    }

    /**
     * Listens and begins to accept. On the event loop.
     *
     * @param socket a bound stream socket, non-blocking, owned by the acceptor from here on unless this fails
     * @param backlog how many connections may wait in the kernel
     * @param listener the listener that the socket is
     */
    public static Acceptor start(IoEventLoop loop, Fd socket, int backlog, Adopter adopter, ListenerChannel listener)
            throws PosixException {
        int result = Libc.listen(socket, backlog);
        if (result < 0) {
            throw PosixException.of("listen(" + socket + ")", result);
        }
        Acceptor acceptor = new Acceptor(loop, socket, adopter, listener);
        try {
            acceptor.watch = FdWatch.open(loop, socket, EpollIoOps.EPOLLIN, acceptor);
            return acceptor;
        } catch (PosixException e) {
            acceptor.shortage.end();
            throw e;
        }
    }

    /** Accepts no more. Connections that wait are left to the other processes with this socket. */
    public void stop() {
        if (socket.isOpen()) {
            shortage.end();
            if (watch != null) {
                watch.close();
            }
        }
    }

    /** Serves the connections that wait, because no other process can, then accepts no more. */
    public void finish() {
        if (socket.isOpen()) {
            acceptUpTo(MAX_LAST_ACCEPTS);
            stop();
        }
    }

    @Override
    public void ready(EpollIoOps events) {
        try {
            acceptUpTo(MAX_ACCEPTS_PER_EVENT);
        } catch (Throwable e) {
            adopter.failed(e);
        }
    }

    @Override
    public void loopEnds() {
        stop();
    }

    private void acceptUpTo(int most) {
        for (int accepted = 0; accepted < most && socket.isOpen(); accepted++) {
            if (!adopter.hasRoom()) {
                pause("no room for a connection");
                return;
            }
            int number = Libc.accept(socket);
            if (number >= 0) {
                shortage.over();
                adopter.serve(listener, Fd.own(number), unixDomain);
            } else if (number != -Errno.ECONNABORTED && number != -Errno.EINTR) {
                if (Errno.meansOutOfDescriptors(-number)) {
                    shortage.met(Errno.describe(-number));
                }
                if (number != -Errno.EAGAIN) {
                    pause(Errno.describe(-number));
                }
                return;
            }
        }
    }

    /** The reason is likely to last for a while, and another process may have room. */
    private void pause(String reason) {
        LOG.log(Level.DEBUG, "accept: {0}; trying again in {1} ms", reason, RETRY_MS);
        await(FdWatch.NOTHING);
        Future<?> unused = loop.schedule(this::goOn, RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private void goOn() {
        try {
            await(EpollIoOps.EPOLLIN);
        } catch (Throwable e) {
            adopter.failed(e);
        }
    }

    private void await(EpollIoOps ops) {
        if (watch != null) {
            watch.interest(ops);
        }
    }
}
