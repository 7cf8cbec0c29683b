package io.baton.bench.load.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that ask without an end, all on one thread: what has come is read before anything is sent, so a client sends
 * nothing on a connection of whose end it could know. A client whose request failed rests for ten milliseconds.
 */
public final class SteadyLoad implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private final LoadShape shape;
    private final Selector selector;
    private final List<LoadClient> clients = new ArrayList<>();
    private final FutureTask<Counts> task = new FutureTask<>(this::run);

    private volatile boolean warm;
    private volatile boolean ending;
    private volatile long endedRequests;

    // The thread's.
    private final Deque<LoadClient> free = new ArrayDeque<>();
    private final Deque<Resting> resting = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
    private final Counts counts = new Counts();
    private final Counts warmUp = new Counts();
    private long nextDueNanos;
    private long nextLookNanos;

    private record Resting(LoadClient client, long untilNanos) {}

    private SteadyLoad(int port, LoadShape shape) throws IOException {
        this.shape = shape;
        this.selector = Selector.open();
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < shape.clients(); i++) {
            clients.add(new LoadClient(selector, server, !shape.newConnections()));
        }
    }

    /** Begins to ask. */
    public static SteadyLoad start(int port, LoadShape shape) throws IOException {
        SteadyLoad load = new SteadyLoad(port, shape);
        Thread thread = new Thread(load.task, "steady-load");
        thread.setDaemon(true);
        thread.start();
        return load;
    }

    /** How many requests have had an end so far, good or bad. */
    public long endedRequests() {
        return endedRequests;
    }

    /** Forgets the requests that were sent before. */
    public void forget() {
        warm = true;
    }

    /** Asks no more, and waits for the last answers. */
    public Counts end() throws IOException, InterruptedException {
        ending = true;
        selector.wakeup();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("the load failed: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        ending = true;
        selector.wakeup();
    }

    private Counts run() throws IOException {
        try (selector) {
            free.addAll(clients);
            nextDueNanos = System.nanoTime();
            while (!ending) {
                turn();
            }
            long endNanos = System.nanoTime() + LONGEST_END.toNanos();
            while (clients.stream().anyMatch(client -> !client.isFree()) && System.nanoTime() < endNanos) {
                await(1);
            }
            return warm ? counts : warmUp;
        } finally {
            clients.forEach(LoadClient::close);
        }
    }

    private void turn() throws IOException {
        if (shape.perSecond() == 0) {
            await(resting.isEmpty() ? 100 : 1);
        } else if (nextDueNanos - System.nanoTime() > 0) {
            // The selector counts in milliseconds, which is too long.
            LockSupport.parkNanos(Math.min(LONGEST_PARK_NANOS, nextDueNanos - System.nanoTime()));
            await(0);
        } else {
            await(free.isEmpty() ? 1 : 0);
        }
        endedRequests = counts.requests() + warmUp.requests();
        long now = System.nanoTime();
        while (!resting.isEmpty() && now - resting.peek().untilNanos() >= 0) {
            free.add(resting.remove().client());
        }
        while (!ending && !free.isEmpty() && (shape.perSecond() == 0 || nextDueNanos - now <= 0)) {
            ask(free.remove(), shape.perSecond() == 0 ? System.nanoTime() : nextDueNanos);
            nextDueNanos += shape.perSecond() == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / shape.perSecond();
        }
    }

    private void ask(LoadClient client, long dueNanos) throws IOException {
        client.ask(dueNanos, warm ? counts : warmUp);
        if (client.isFree()) {
            ended(client);
        }
    }

    /** The client has no request any more. */
    private void ended(LoadClient client) {
        if (client.hasFailed()) {
            resting.add(new Resting(client, System.nanoTime() + REST_NANOS));
        } else {
            free.add(client);
        }
    }

    /** Reads what comes within so many milliseconds. */
    private void await(long ms) throws IOException {
        if (ms == 0) {
            selector.selectNow(this::proceed);
        } else {
            selector.select(this::proceed, ms);
        }
        long now = System.nanoTime();
        if (now - nextLookNanos > 0) {
            nextLookNanos = now + TimeUnit.MILLISECONDS.toNanos(100);
            for (LoadClient client : clients) {
                if (!client.isFree() && now - client.askedNanos() > PATIENCE_NANOS) {
                    client.giveUp();
                    ended(client);
                }
            }
        }
    }

    private void proceed(SelectionKey key) {
        LoadClient client = (LoadClient) key.attachment();
        boolean wasFree = client.isFree();
        try {
            client.proceed(key, buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!wasFree && client.isFree()) {
            ended(client);
        }
    }
}
