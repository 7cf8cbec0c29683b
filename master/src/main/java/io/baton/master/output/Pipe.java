package io.baton.master.output;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The end of a pipe into which a worker prints, and perhaps children of its, who may outlive it. The output thread's. */
final class Pipe implements EpollIoHandle {

    /** So that one that prints without a pause does not keep the others waiting. */
    private static final int MAX_READS_PER_EVENT = 4;

    /** As much as a pipe holds, and more: what a dead worker printed is read by then. */
    private static final int MAX_LAST_READS = 64;

    private final Fd end;
    private final FileDescriptor nettyDescriptor;
    private final ByteBuffer buffer;
    private final LineCutter cutter;

    private @Nullable IoRegistration registration;

    private Pipe(Fd end, ByteBuffer buffer, LineCutter cutter) {
        this.end = end;
        this.nettyDescriptor = new FileDescriptor(end.number());
        this.buffer = buffer;
        this.cutter = cutter;
    }

    /**
     * Begins to read.
     *
     * @param end non-blocking, owned by the pipe from here on
     * @param buffer shared by the pipes of this loop
     */
    static Pipe open(IoEventLoop loop, Fd end, ByteBuffer buffer, LineCutter cutter) {
        Pipe pipe = new Pipe(end, buffer, cutter);
        loop.register(pipe).addListener(future -> pipe.onRegistered((IoRegistration) future.getNow()));
        return pipe;
    }

    /** Reads what is there and waits for no more. */
    void drain() {
        read(MAX_LAST_READS);
        cutter.end();
    }

    boolean isOpen() {
        return end.isOpen();
    }

    @Override
    public FileDescriptor fd() {
        return nettyDescriptor;
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        read(MAX_READS_PER_EVENT);
    }

    /** Reads no more; who prints here then gets SIGPIPE. Also called by the event loop when it ends. */
    @Override
    public void close() {
        if (registration != null) {
            registration.cancel();
        }
        end.close();
    }

    private void onRegistered(@Nullable IoRegistration registered) {
        registration = registered;
        if (registered == null || !end.isOpen()) {
            close();
        } else {
            registered.submit(EpollIoOps.EPOLLIN);
        }
    }

    private void read(int maxReads) {
        for (int reads = 0; reads < maxReads && end.isOpen(); reads++) {
            int count = Libc.read(end, buffer.clear());
            if (count > 0) {
                cutter.add(buffer.flip());
            } else if (count == -Errno.EAGAIN) {
                return;
            } else if (count != -Errno.EINTR) {
                cutter.end();
                close();
            }
        }
    }
}
