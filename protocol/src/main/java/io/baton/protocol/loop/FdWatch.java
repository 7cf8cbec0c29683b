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
 * A descriptor that an event loop watches and that this object closes once. An exception or Error of its owner goes to
 * the thread's handler of uncaught exceptions, and the descriptor is no longer watched. Netty would log a line, let the
 * whole loop sleep for a second and call the owner again; an Error would end the loop. Owned by the event loop.
 */
public final class FdWatch {

    /**
     * Waits for nothing for a while. Netty 4.2.18 cannot leave NONE again (ENOENT, epoll_ctl(2)), so this waits for the end of the
     * other side's output, which listening sockets and pipes never report. A stream socket reports it, errors and hang-ups once:
     * edge-triggered, it does not keep the loop busy.
     */
    public static final EpollIoOps NOTHING = EpollIoOps.EPOLLRDHUP.with(EpollIoOps.EPOLLET);

    private final Fd fd;
    private final FileDescriptor nettyDescriptor;
    private final Owner owner;
    private final IoRegistration registration;

    private EpollIoOps interest = EpollIoOps.NONE;

    /** Hears of one descriptor. Called on the event loop. */
    public interface Owner {

        /** An awaited event, or an error or hang-up, which is always reported (epoll_ctl(2)). */
        void ready(EpollIoOps events);

        /** The event loop ends. The descriptor is closed after this call. */
        default void loopEnds() {}
    }

    private FdWatch(IoEventLoop loop, Fd fd, Owner owner) throws PosixException {
        this.fd = fd;
        this.nettyDescriptor = new FileDescriptor(fd.number());
        this.owner = owner;
        // On the loop the registration is done when this returns. The kernel is not called yet.
        this.registration = loop.register(new Handle()).getNow();
    }

    /**
     * Begins to watch. Called on the event loop.
     *
     * @param fd owned by the watch from here on, unless this fails
     * @param interest the awaited events
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

    /** Waits for these events from now on. Does nothing if the watch is closed or waits for them already. */
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

    /** Stops watching and closes the descriptor. The owner is not called after this. */
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

    /** The part that Netty sees. */
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
