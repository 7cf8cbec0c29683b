package io.baton.protocol.loop;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import java.io.UncheckedIOException;

/**
 * A descriptor that an event loop watches and this object closes, once. What its owner throws, an Error too, goes to the
 * thread's handler of uncaught exceptions, and the descriptor is not watched any more: Netty would log a line, let the whole
 * loop sleep for a second and call again; after an Error it would end the loop. Owned by the event loop.
 */
public final class FdWatch {

    /**
     * To wait for nothing for a while: what a listening socket or a pipe never reports. Not NONE, from which Netty 4.2.18 has
     * no way back (ENOENT, epoll_ctl(2)). Errors and hang-ups are told all the same.
     */
    public static final EpollIoOps NOTHING = EpollIoOps.EPOLLRDHUP;

    private final Fd fd;
    private final FileDescriptor nettyDescriptor;
    private final Owner owner;
    private final IoRegistration registration;

    private EpollIoOps interest = EpollIoOps.NONE;

    /** Hears of one descriptor. On the event loop. */
    public interface Owner {

        /** Something that was asked for has happened, or an error or hang-up, which is always told (epoll_ctl(2)). */
        void ready(EpollIoOps events);

        /** The event loop ends; the descriptor is closed after this. */
        default void loopEnds() {}
    }

    private FdWatch(IoEventLoop loop, Fd fd, Owner owner) throws PosixException {
        this.fd = fd;
        this.nettyDescriptor = new FileDescriptor(fd.number());
        this.owner = owner;
        // On the loop this is done when it returns, and asks nothing of the kernel yet.
        this.registration = loop.register(new Handle()).getNow();
    }

    /**
     * Begins to watch. On the event loop.
     *
     * @param fd owned by the watch from here on, unless this fails
     * @param interest what to wait for
     */
    public static FdWatch open(IoEventLoop loop, Fd fd, EpollIoOps interest, Owner owner) throws PosixException {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("not on the event loop");
        }
        FdWatch watch = new FdWatch(loop, fd, owner);
        if (watch.registration == null) {
            throw PosixException.of("epoll_ctl(" + fd + ")", -Errno.EINVAL);
        }
        try {
            watch.interest(interest);
        } catch (UncheckedIOException e) {
            watch.registration.cancel();
            int errno = e.getCause() instanceof NativeIoException known ? -known.expectedErr() : Errno.EINVAL;
            throw PosixException.of("epoll_ctl(" + fd + ")", -errno);
        }
        return watch;
    }

    /** Waits for this from now on; does nothing once it is closed, or if it waits for this already. */
    public void interest(EpollIoOps ops) {
        if (!interest.equals(ops) && fd.isOpen() && registration.isValid()) {
            registration.submit(ops);
            interest = ops;
        }
    }

    /** Whether the descriptor is open. */
    public boolean isOpen() {
        return fd.isOpen();
    }

    /** Watches no more and closes the descriptor; the owner hears nothing after this. */
    public void close() {
        if (fd.isOpen()) {
            registration.cancel();
            fd.close();
        }
    }

    private void tell(EpollIoOps events) {
        try {
            owner.ready(events);
        } catch (Throwable thrown) {
            registration.cancel();
            Guarded.tell(thrown);
        }
    }

    /** What Netty sees. */
    private final class Handle implements EpollIoHandle {

        @Override
        public FileDescriptor fd() {
            return nettyDescriptor;
        }

        @Override
        public void handle(IoRegistration source, IoEvent event) {
            if (fd.isOpen()) {
                tell(((EpollIoEvent) event).ops());
            }
        }

        /** Called by the event loop when it ends. */
        @Override
        public void close() {
            if (fd.isOpen()) {
                try {
                    owner.loopEnds();
                } catch (Throwable thrown) {
                    Guarded.tell(thrown);
                } finally {
                    FdWatch.this.close();
                }
            }
        }
    }
}
