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
 * A child's standard input, if that is a pipe. What is written before the child runs waits for it; what the child does not
 * read waits here, in memory, without a limit, as in Node: who writes much awaits the futures. Thread-safe.
 */
public final class ChildInput {

    private final IoEventLoop loop;
    private final ByteBuffer copy;

    // The loop's.
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private @Nullable Pipe pipe;
    private boolean ending;
    private boolean closed;

    /** No bytes, but an end, if they are null. */
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

    /** Begins with this end of the pipe, which is this stream's from here on. On the loop. */
    void open(Fd end) {
        pipe = new Pipe(end);
        flow();
    }

    /** Nobody reads any more. On the loop. */
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

    /** The end of a pipe, watched only while it is full. The loop's. */
    private final class Pipe implements FdWatch.Owner {

        private final Fd end;

        private @Nullable FdWatch watch;

        Pipe(Fd end) {
            this.end = end;
        }

        /** Writes all of it, 0, or as much as there is room for and then returns a negative error number. */
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

        /** Has the rest written when there is room. Returns whether that will be seen. */
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

        /** There is nothing to write. */
        void rest() {
            if (watch != null) {
                watch.interest(FdWatch.NOTHING);
            }
        }

        @Override
        public void ready(EpollIoOps events) {
            if (events.contains(EpollIoOps.EPOLLERR)) {
                // Told until the pipe is closed, whether or not there is something to write.
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
