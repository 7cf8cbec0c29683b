package io.baton.master.child;

import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.message.Listeners;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoOps;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a child prints to a stream that is a pipe. As in Node nothing is read before there is a listener, so a child that
 * prints much waits for one. When the child has exited, the bytes that it left in the pipe are kept for a listener that
 * comes late. Thread-safe; listeners are called on the children's loop.
 */
public final class ChildOutput {

    private static final int MAX_READS_PER_EVENT = 16;

    private final IoEventLoop loop;
    private final ByteBuffer buffer;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // Loop only.
    private final ByteArrayOutputStream left = new ByteArrayOutputStream();
    private @Nullable Consumer<byte[]> listener;
    private @Nullable Pipe pipe;
    private boolean exited;

    ChildOutput(IoEventLoop loop, ByteBuffer buffer) {
        this.loop = loop;
        this.buffer = buffer;
    }

    /** Passes all bytes to this listener, which owns the arrays. A further call replaces the listener. */
    public ChildOutput onData(Consumer<byte[]> listener) {
        loop.execute(new Guarded(() -> {
            this.listener = listener;
            if (left.size() > 0) {
                tell(listener, left.toByteArray());
                left.reset();
            }
            flow();
        }));
        return this;
    }

    /**
     * Passes each line to this listener, decoded as UTF-8 and without its end. The bytes after the last end are passed on
     * when the stream ends. Replaces an earlier listener.
     */
    public ChildOutput onLine(Consumer<String> listener) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        onData(bytes -> cut(bytes, line, listener));
        return onEnd(() -> {
            if (line.size() > 0) {
                listener.accept(line.toString(StandardCharsets.UTF_8));
            }
        });
    }

    /** Calls the action when the stream has ended and the listener has heard everything. */
    public ChildOutput onEnd(Runnable action) {
        ended().thenRunAsync(() -> Listeners.call(action), loop);
        return this;
    }

    /**
     * Completes when the stream has ended: the child and all processes that inherited the stream from it have closed it.
     * Children of the child may outlive it.
     */
    public CompletionStage<Void> ended() {
        return ended.copy();
    }

    /** Begins to read this end of the pipe, which the stream owns from here on. On the loop. */
    void open(Fd end) {
        pipe = new Pipe(end);
        flow();
    }

    /** The child has exited. What it left in the pipe is read, with or without a listener. On the loop. */
    void childExited() {
        exited = true;
        flow();
    }

    /** Closes this end and reads no more. A process that still prints there gets SIGPIPE. On the loop. */
    void destroy() {
        if (pipe != null) {
            pipe.close();
        }
        ended.complete(null);
    }

    private void flow() {
        if (pipe != null && (listener != null || exited)) {
            pipe.begin();
        }
    }

    private void read(byte[] bytes) {
        if (listener != null) {
            tell(listener, bytes);
        } else if (left.size() + bytes.length <= Children.BUFFER_BYTES) {
            left.writeBytes(bytes);
        }
    }

    private static void tell(Consumer<byte[]> listener, byte[] bytes) {
        Listeners.call(() -> listener.accept(bytes));
    }

    private static void cut(byte[] bytes, ByteArrayOutputStream line, Consumer<String> listener) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                String whole = line.toString(StandardCharsets.UTF_8);
                line.reset();
                start = i + 1;
                Listeners.call(() -> listener.accept(whole));
            }
        }
        line.write(bytes, start, bytes.length - start);
    }

    /** Our end of the pipe. Loop only. */
    private final class Pipe implements FdWatch.Owner {

        private final Fd end;

        private @Nullable FdWatch watch;
        private boolean begun;

        Pipe(Fd end) {
            this.end = end;
        }

        void begin() {
            if (!begun && end.isOpen()) {
                begun = true;
                try {
                    watch = FdWatch.open(loop, end, EpollIoOps.EPOLLIN, this);
                } catch (PosixException e) {
                    destroy();
                }
            }
        }

        @Override
        public void ready(EpollIoOps events) {
            for (int reads = 0; reads < MAX_READS_PER_EVENT && end.isOpen(); reads++) {
                int count = Libc.read(end, buffer.clear());
                if (count > 0) {
                    byte[] bytes = new byte[count];
                    buffer.get(0, bytes);
                    read(bytes);
                } else if (count == -Errno.EAGAIN) {
                    return;
                } else if (count != -Errno.EINTR) {
                    destroy();
                }
            }
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
