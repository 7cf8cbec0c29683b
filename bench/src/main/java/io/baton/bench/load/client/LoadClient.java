package io.baton.bench.load.client;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client of a load: one connection at most, one request at a time. Owned by the load's thread. */
final class LoadClient {

    private static final byte[] ASK = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ASK_ONCE =
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum State {
        /** Without a connection. */
        UNCONNECTED,
        /** With a request that is sent when the connection is there. */
        CONNECTING,
        /** With a connection and no request. */
        IDLE,
        /** A request was sent. */
        WAITING,
        /** The request was answered, and the server has yet to close the connection, as it was asked to. */
        ENDING
    }

    private final Selector selector;
    private final SocketAddress server;
    private final boolean keeps;
    private final AnswerReader reader = new AnswerReader();

    private State state = State.UNCONNECTED;
    private @Nullable SocketChannel channel;
    private Counts counts = new Counts();
    private long dueNanos;
    private long askedNanos;
    private boolean failed;

    LoadClient(Selector selector, SocketAddress server, boolean keeps) {
        this.selector = selector;
        this.server = server;
        this.keeps = keeps;
    }

    /** Whether it can take a request. */
    boolean isFree() {
        return state == State.UNCONNECTED || state == State.IDLE;
    }

    /** Whether its last request failed. */
    boolean hasFailed() {
        return failed;
    }

    /**
     * When it took the request that has no whole answer yet or whose connection has not ended yet. Perhaps long after
     * it was due.
     */
    long askedNanos() {
        return askedNanos;
    }

    /**
     * Sends a request, on a new connection if there is none.
     *
     * @param due when it was due, as {@link System#nanoTime} counts
     * @param counted where its end is counted
     */
    void ask(long due, Counts counted) throws BindException {
        dueNanos = due;
        askedNanos = System.nanoTime();
        counts = counted;
        failed = false;
        reader.reset();
        try {
            if (state == State.IDLE) {
                send();
            } else {
                connect();
            }
        } catch (BindException e) {
            throw e;
        } catch (IOException e) {
            fail(failure(e));
        }
    }

    /** The connection has something to say. */
    void proceed(SelectionKey key, ByteBuffer buffer) throws BindException {
        try {
            if (state == State.CONNECTING && key.isConnectable()) {
                if (channel().finishConnect()) {
                    key.interestOps(SelectionKey.OP_READ);
                    send();
                }
            } else if (key.isReadable()) {
                receive(buffer);
            }
        } catch (BindException e) {
            throw e;
        } catch (IOException e) {
            end(failure(e));
        } catch (IllegalArgumentException e) {
            fail(Failure.WRONG);
        }
    }

    /** Waits no longer. */
    void giveUp() {
        if (state == State.ENDING) {
            close();
        } else {
            fail(Failure.TIMED_OUT);
        }
    }

    /** Closes the connection. */
    void close() {
        state = State.UNCONNECTED;
        SocketChannel closed = channel;
        channel = null;
        try {
            if (closed != null) {
                closed.close();
            }
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    private void connect() throws IOException {
        SocketChannel fresh = SocketChannel.open();
        channel = fresh;
        state = State.CONNECTING;
        fresh.configureBlocking(false);
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = fresh.connect(server);
        fresh.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
            send();
        }
    }

    private void send() throws IOException {
        ByteBuffer request = ByteBuffer.wrap(keeps ? ASK : ASK_ONCE);
        channel().write(request);
        state = State.WAITING;
        if (request.hasRemaining()) {
            throw new IOException("the kernel takes no " + request.limit() + " bytes");
        }
    }

    private void receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel().read(buffer) < 0) {
            end(reader.hasBegun() ? Failure.CUT : Failure.CLOSED);
            return;
        }
        buffer.flip();
        if (state == State.WAITING && reader.read(buffer)) {
            answered();
        }
        if (buffer.hasRemaining() && channel != null) {
            fail(Failure.DOUBLED);
        }
    }

    private void answered() {
        if (reader.status() != 200) {
            fail(Failure.WRONG);
            return;
        }
        counts.addAnswer(System.nanoTime() - dueNanos);
        if (!keeps) {
            state = State.ENDING;
        } else if (reader.isLast()) {
            counts.addClosed(true);
            close();
        } else {
            state = State.IDLE;
        }
    }

    /** The server has ended the connection. */
    private void end(Failure how) {
        if (state == State.ENDING) {
            close();
        } else if (state == State.IDLE) {
            counts.addClosed(false);
            close();
        } else {
            if (keeps && state == State.WAITING) {
                counts.addClosed(false);
            }
            fail(how);
        }
    }

    private void fail(Failure how) {
        counts.addFailure(how);
        failed = true;
        close();
    }

    private SocketChannel channel() {
        return Objects.requireNonNull(channel);
    }

    private static Failure failure(IOException e) {
        return e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")
                ? Failure.REFUSED
                : Failure.RESET;
    }
}
