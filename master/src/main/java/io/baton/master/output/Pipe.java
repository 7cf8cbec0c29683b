package io.baton.master.output;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.epoll.EpollIoOps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Our end of a pipe into which a worker prints. Children of the worker may print there too and outlive it. Output thread
 * only.
 */
final class Pipe implements FdWatch.Owner {

    private static final Logger LOG = System.getLogger(Pipe.class.getName());

    /** A worker that prints without a pause must not keep the other workers' pipes waiting. */
    private static final int MAX_READS_PER_EVENT = 4;

    /** Enough to read all that a dead worker has left in the pipe. */
    private static final int MAX_LAST_READS = 64;

    private final Fd end;
    private final ByteBuffer buffer;
    private final LineCutter cutter;

    private @Nullable FdWatch watch;

    private Pipe(Fd end, ByteBuffer buffer, LineCutter cutter) {
        this.end = end;
        this.buffer = buffer;
        this.cutter = cutter;
    }

    /**
     * Begins to read. If the pipe cannot be watched, it is closed.
     *
     * @param end non-blocking, owned by this object from here on
     * @param buffer shared by all pipes of this loop
     */
    static Pipe open(Conductor outputThread, Fd end, ByteBuffer buffer, LineCutter cutter) {
        Pipe pipe = new Pipe(end, buffer, cutter);
        try {
            pipe.watch = outputThread.watch(end, EpollIoOps.EPOLLIN, pipe);
        } catch (PosixException e) {
            LOG.log(Level.WARNING, "cannot read what a worker prints: {0}", e.getMessage());
            end.close();
        }
        return pipe;
    }

    /** Reads what is in the pipe now. The last line counts as complete. */
    void drain() {
        read(MAX_LAST_READS);
        tell(cutter::end);
    }

    boolean isOpen() {
        return end.isOpen();
    }

    @Override
    public void ready(EpollIoOps events) {
        read(MAX_READS_PER_EVENT);
    }

    /** Closes the pipe. A process that still prints there gets SIGPIPE. */
    void close() {
        if (watch != null) {
            watch.close();
        }
    }

    private void read(int maxReads) {
        for (int reads = 0; reads < maxReads && end.isOpen(); reads++) {
            int count = Libc.read(end, buffer.clear());
            if (count > 0) {
                tell(() -> cutter.add(buffer.flip()));
            } else if (count == -Errno.EAGAIN) {
                return;
            } else if (count != -Errno.EINTR) {
                tell(cutter::end);
                close();
            }
        }
    }

    /** What one worker prints must not stop the output of the others. */
    private void tell(Runnable lines) {
        try {
            lines.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "cannot handle what a worker prints; its pipe is closed", e);
            close();
        }
    }
}
