package io.baton.master.child;

import io.baton.protocol.message.Stages;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
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
        loop.execute(() -> add(piece));
        return Stages.of(piece.written);
    }

    /** Ends the input once everything is written: the child reads its end. */
    public void end() {
        loop.execute(() -> {
            ending = true;
            flow();
        });
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
            if (error == -Errno.EAGAIN) {
                pipe.watch();
                return;
            } else if (error < 0) {
                destroy();
                return;
            }
            waiting.remove();
            piece.written.complete(null);
        }
        if (ending) {
            destroy();
        }
    }

    private static PosixException closedPipe() {
        return PosixException.of("write(stdin)", -Errno.EPIPE);
    }

    /** The end of a pipe, watched only while it is full. The loop's. */
    private final class Pipe implements EpollIoHandle {

        private final Fd end;
        private final FileDescriptor nettyDescriptor;

        private @Nullable IoRegistration registration;

        Pipe(Fd end) {
            this.end = end;
            this.nettyDescriptor = new FileDescriptor(end.number());
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

        void watch() {
            if (registration == null) {
                loop.register(this).addListener(future -> onRegistered((IoRegistration) future.getNow()));
            } else {
                registration.submit(EpollIoOps.EPOLLOUT);
            }
        }

        @Override
        public FileDescriptor fd() {
            return nettyDescriptor;
        }

        @Override
        public void handle(IoRegistration source, IoEvent event) {
            source.submit(EpollIoOps.NONE);
            flow();
        }

        /** Called by the event loop, too, when it ends. */
        @Override
        public void close() {
            if (registration != null) {
                registration.cancel();
            }
            end.close();
        }

        private void onRegistered(@Nullable IoRegistration registered) {
            registration = registered;
            if (registered == null) {
                destroy();
            } else if (end.isOpen()) {
                registered.submit(EpollIoOps.EPOLLOUT);
            } else {
                registered.cancel();
            }
        }
    }
}
