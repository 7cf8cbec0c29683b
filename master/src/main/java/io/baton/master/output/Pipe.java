package io.baton.master.output;

import io.baton.master.conductor.Clock;
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
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Our end of a pipe into which a worker prints. It is not read while its lines have nowhere to go, and then the worker waits;
 * but not for long. Children of the worker may print there too and outlive it. Output thread only.
 */
final class Pipe implements FdWatch.Owner {

    private static final Logger LOG = System.getLogger(Pipe.class.getName());

    /** A worker that prints without a pause must not keep the other workers' pipes waiting. */
    private static final int MAX_READS_PER_EVENT = 4;

    /** Enough to read all that a dead worker has left in the pipe. */
    private static final int MAX_LAST_READS = 64;

    /**
     * A reader that takes nothing for this time is too slow to wait for. It is much shorter than the time for which a
     * worker may be silent.
     */
    private static final long PATIENCE_MS = 500;

    private final Conductor outputThread;
    private final Fd end;
    private final ByteBuffer buffer;
    private final LineCutter cutter;
    private final Supplier<Backlog> backlog;

    private @Nullable FdWatch watch;
    private Clock.@Nullable Cancel patience;
    private boolean frozen;

    private Pipe(Conductor outputThread, Fd end, ByteBuffer buffer, LineCutter cutter, Supplier<Backlog> backlog) {
        this.outputThread = outputThread;
        this.end = end;
        this.buffer = buffer;
        this.cutter = cutter;
        this.backlog = backlog;
    }

    /**
     * Begins to read. If the pipe cannot be watched, it is closed.
     *
     * @param end non-blocking, owned by this object from here on
     * @param buffer shared by all pipes of this loop
     * @param backlog of the sink to which the lines go now
     */
    static Pipe open(Conductor outputThread, Fd end, ByteBuffer buffer, LineCutter cutter, Supplier<Backlog> backlog) {
        Pipe pipe = new Pipe(outputThread, end, buffer, cutter, backlog);
        try {
            pipe.watch = outputThread.watch(end, EpollIoOps.EPOLLIN, pipe);
        } catch (PosixException e) {
            LOG.log(Level.WARNING, "cannot read what a worker prints: {0}", e.getMessage());
            end.close();
        }
        return pipe;
    }

    /** Reads what is in the pipe now, wherever it goes. The last line counts as complete. */
    void drain() {
        for (int reads = 0; reads < MAX_LAST_READS && end.isOpen() && read(); reads++) {
            // Until nothing is left.
        }
        tell(cutter::end);
    }

    boolean isOpen() {
        return end.isOpen();
    }

    /** Reads no more, until {@link #unfreeze}. Returns what is known of the stream. */
    PipeRemains freeze() {
        if (!end.isOpen()) {
            return PipeRemains.NONE;
        }
        frozen = true;
        watch(FdWatch.NOTHING);
        return new PipeRemains(end.number(), Base64.getEncoder().encodeToString(cutter.begun()));
    }

    void unfreeze() {
        frozen = false;
        if (patience == null) {
            watch(EpollIoOps.EPOLLIN);
        }
    }

    @Override
    public void ready(EpollIoOps events) {
        for (int reads = 0; reads < MAX_READS_PER_EVENT && end.isOpen() && patience == null && !frozen; reads++) {
            Backlog there = backlog.get();
            if (!there.hasRoom()) {
                waitFor(there);
            } else if (!read()) {
                return;
            }
        }
    }

    /** Closes the pipe. A process that still prints there gets SIGPIPE. */
    void close() {
        if (watch != null) {
            watch.close();
        }
    }

    /** Reads once. Returns false if nothing is there now, or ever again. */
    private boolean read() {
        int count = Libc.read(end, buffer.clear());
        if (count > 0) {
            tell(() -> cutter.add(buffer.flip()));
        } else if (count == -Errno.EAGAIN) {
            return false;
        } else if (count != -Errno.EINTR) {
            tell(cutter::end);
            close();
            return false;
        }
        return true;
    }

    /** Waits until there is room, or until it has lasted too long. */
    private void waitFor(Backlog full) {
        watch(FdWatch.NOTHING);
        patience = outputThread.after(PATIENCE_MS, () -> {
            full.giveUp();
            goOn();
        });
        full.whenRoom(() -> outputThread.post(this::goOn));
    }

    private void goOn() {
        if (patience != null) {
            patience.cancel();
            patience = null;
            watch(frozen ? FdWatch.NOTHING : EpollIoOps.EPOLLIN);
        }
    }

    private void watch(EpollIoOps interest) {
        if (watch != null) {
            watch.interest(interest);
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
