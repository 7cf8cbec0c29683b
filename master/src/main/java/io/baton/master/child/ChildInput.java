package io.baton.master.child;

import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.message.Stages;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoOps;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A child's standard input, if that is a pipe. Writing never blocks: bytes wait in memory, without a limit, until the child
 * runs and reads them, as in Node. A caller that writes much waits for the returned stages. Thread-safe.
 */
public final class ChildInput {

    private final IoEventLoop loop;
    private final ByteBuffer copy;

    // Loop only.
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private @Nullable Pipe pipe;
    private boolean ending;
    private boolean closed;

    /** Bytes that wait, and what completes when the kernel has them. */
    private record Piece(ByteBuffer bytes, CompletableFuture<Void> written) {}

    ChildInput(IoEventLoop loop, ByteBuffer copy) {
        this.loop = loop;
        this.copy = copy;
    }

    /** Writes text as UTF-8. */
    public CompletionStage<Void> write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes.
     *
     * @param bytes not to be changed until they are written
     * @return completes when the kernel has them; fails with EPIPE if the child reads no more
     */
    public CompletionStage<Void> write(byte[] bytes) {
        Piece piece = new Piece(ByteBuffer.wrap(bytes), new CompletableFuture<>());
        loop.execute(new Guarded(() -> add(piece)));
        return Stages.of(piece.written);
    }

    /** Ends the input once everything is written: the child reads its end. */
    public void end() {
        loop.execute(new Guarded(() -> {
            ending = true;
            flow();
        }));
    }

    /** Begins to write to this end of the pipe, which the stream owns from here on. On the loop. */
    void open(Fd end) {
        pipe = new Pipe(end);
        flow();
    }

    /** Closes the pipe. Writes that wait fail. On the loop. */
    void destroy() {
        closed = true;
        if (pipe != null) {
            pipe.close();
        }
        while (!waiting.isEmpty()) {
            waiting.remove().written.completeExceptionally(closedPipe());
        }
    }

    private void add(Piece piece) {
        if (closed || ending) {
            piece.written.completeExceptionally(closedPipe());
        } else {
            waiting.add(piece);
            flow();
        }
    }

    private void flow() {
        if (pipe == null || closed) {
            return;
        }
        while (!waiting.isEmpty()) {
            Piece piece = waiting.element();
            int error = pipe.write(piece.bytes);
            if (error == -Errno.EAGAIN && pipe.await()) {
                return;
            } else if (error < 0) {
                destroy();
                return;
            }
            waiting.remove();
            piece.written.complete(null);
        }
        pipe.rest();
        if (ending) {
            destroy();
        }
    }

    private static PosixException closedPipe() {
        return PosixException.of("write(stdin)", -Errno.EPIPE);
    }

    /** Our end of the pipe. It is watched only while the pipe is full. Loop only. */
    private final class Pipe implements FdWatch.Owner {

        private final Fd end;

        private @Nullable FdWatch watch;

        Pipe(Fd end) {
            this.end = end;
        }

        /**
         * Writes the bytes until all are written, and returns 0, or until the pipe takes no more, and returns the negative
         * error number.
         */
        int write(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                int length = Math.min(copy.capacity(), bytes.remaining());
                copy.clear().put(0, bytes, bytes.position(), length).limit(length);
                int count = Libc.write(end, copy);
                if (count > 0) {
                    bytes.position(bytes.position() + count);
                } else if (count != -Errno.EINTR) {
                    return count;
                }
            }
            return 0;
        }

        /** Waits for room, so that the rest is written then. Returns false if the pipe cannot be watched. */
        boolean await() {
            try {
                if (watch == null) {
                    watch = FdWatch.open(loop, end, EpollIoOps.EPOLLOUT, this);
                } else {
                    watch.interest(EpollIoOps.EPOLLOUT);
                }
                return true;
            } catch (PosixException e) {
                return false;
            }
        }

        /** Waits for nothing while nothing is to be written. */
        void rest() {
            if (watch != null) {
                watch.interest(FdWatch.NOTHING);
            }
        }

        @Override
        public void ready(EpollIoOps events) {
            if (events.contains(EpollIoOps.EPOLLERR)) {
                // The kernel reports this until the pipe is closed, whether or not bytes wait.
                destroy();
                return;
            }
            flow();
        }

        void close() {
            if (watch == null) {
                end.close();
            } else {
                watch.close();
            }
        }
    }
}
