package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests at a fixed pace, each on a connection of its own, whether or not earlier ones were answered. The end of each is
 * kept. One thread drives all of them.
 */
final class Load implements AutoCloseable {

    /** What became of a request. */
    enum End {
        ANSWERED,
        /** Told to come again later, 503. */
        UNAVAILABLE,
        /** The port had no listener. */
        REFUSED,
        /** The connection ended before the answer did. */
        LOST,
        /** Answered more than once. */
        DOUBLED,
        /** Nothing for {@link #PATIENCE}. */
        HUNG
    }

    /**
     * One request.
     *
     * @param worker the pid that answered, 0 if none did
     */
    record Request(End end, int clientPort, int worker, long startedAtNanos, long endedAtNanos) {

        Duration took() {
            return Duration.ofNanos(endedAtNanos - startedAtNanos);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] ASK =
            "GET / HTTP/1.1\r\nHost: load\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern ANSWER =
            Pattern.compile("HTTP/1\\.1 200 .*\r\n\r\nI am worker, pid: (\\d+), ppid: \\d+\n", Pattern.DOTALL);

    private final SocketAddress server;
    private final long periodNanos;
    private final List<Request> ended = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "load");

    private volatile boolean stopping;

    // The thread's.
    private final ByteBuffer received = ByteBuffer.allocate(4096);
    private int running;

    /** A request on its way. */
    private record Pending(long startedAtNanos, ByteArrayOutputStream answer) {}

    private Load(int port, int perSecond) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.periodNanos = Duration.ofSeconds(1).dividedBy(perSecond).toNanos();
        thread.setDaemon(true);
    }

    /** Begins, and returns when the server answers. */
    static Load start(int port, int perSecond) {
        Load load = new Load(port, perSecond);
        load.thread.start();
        try {
            load.awaitAnswers(20);
            return load;
        } catch (RuntimeException | Error e) {
            load.close();
            throw e;
        }
    }

    /** What has ended so far. */
    List<Request> ended() {
        synchronized (ended) {
            return List.copyOf(ended);
        }
    }

    /** Goes on until so many more have been answered. */
    void awaitAnswers(int more) {
        long before = answered();
        await().until(() -> answered() >= before + more);
    }

    /** Asks no more, and waits until every request has ended. */
    List<Request> end() {
        close();
        return ended();
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(PATIENCE.plusSeconds(10).toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).as("the load's thread").isFalse();
    }

    private long answered() {
        synchronized (ended) {
            return ended.stream()
                    .filter(request -> request.end() == End.ANSWERED)
                    .count();
        }
    }

    private void run() {
        try (Selector selector = Selector.open()) {
            long dueNanos = System.nanoTime();
            while (!stopping || running > 0) {
                for (; !stopping && dueNanos - System.nanoTime() <= 0; dueNanos += periodNanos) {
                    ask(selector);
                }
                selector.select(this::proceed, Math.max(1, (dueNanos - System.nanoTime()) / 1_000_000));
                giveUpOnTheSilent(selector);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void ask(Selector selector) throws IOException {
        long now = System.nanoTime();
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        Pending pending = new Pending(now, new ByteArrayOutputStream());
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, pending);
        running++;
        boolean connected = false;
        try {
            connected = channel.connect(server);
            if (connected) {
                send(key);
            }
        } catch (IOException e) {
            end(key, connected ? End.LOST : End.REFUSED);
        }
    }

    private void proceed(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        boolean connecting = key.isConnectable();
        try {
            if (connecting) {
                channel.finishConnect();
                send(key);
            } else {
                receive(key, channel);
            }
        } catch (IOException e) {
            end(key, connecting ? End.REFUSED : End.LOST);
        }
    }

    private static void send(SelectionKey key) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        ((SocketChannel) key.channel()).write(ByteBuffer.wrap(ASK));
    }

    private void receive(SelectionKey key, SocketChannel channel) throws IOException {
        ByteArrayOutputStream answer = ((Pending) key.attachment()).answer();
        int count = channel.read(received.clear());
        if (count > 0) {
            answer.write(received.array(), 0, count);
        } else if (count < 0) {
            end(key, meaning(answer.toString(StandardCharsets.US_ASCII)));
        }
    }

    private static End meaning(String answer) {
        if (answer.indexOf("HTTP/1.1") != answer.lastIndexOf("HTTP/1.1")) {
            return End.DOUBLED;
        }
        if (answer.startsWith("HTTP/1.1 503 ")) {
            return End.UNAVAILABLE;
        }
        return ANSWER.matcher(answer).matches() ? End.ANSWERED : End.LOST;
    }

    private void giveUpOnTheSilent(Selector selector) {
        long now = System.nanoTime();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && now - ((Pending) key.attachment()).startedAtNanos() > PATIENCE.toNanos()) {
                end(key, End.HUNG);
            }
        }
    }

    private void end(SelectionKey key, End how) {
        Pending pending = (Pending) key.attachment();
        Matcher answer = ANSWER.matcher(pending.answer().toString(StandardCharsets.US_ASCII));
        int worker = answer.matches() ? Integer.parseInt(answer.group(1)) : 0;
        try (SocketChannel channel = (SocketChannel) key.channel()) {
            int port = channel.isOpen() ? channel.socket().getLocalPort() : 0;
            keep(new Request(how, port, worker, pending.startedAtNanos(), System.nanoTime()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        running--;
    }

    private void keep(Request request) {
        synchronized (ended) {
            ended.add(request);
        }
    }
}
