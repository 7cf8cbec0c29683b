package io.baton.master.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;

/**
 * Clients that never retry: some keep their connections, the others make one for each request. A request fails if no whole
 * answer with status 200 comes. A kept connection that the server ends is counted, unless an answer announced it.
 */
public final class UnforgivingLoad implements AutoCloseable {

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int THREADS_FOR_NEW = 16;
    private static final long LAST_ANSWERS_MS = 10_000;
    private static final int[] BODIES = {5, 1, 3000, 12_000, 40_000};

    private final int port;
    private final SocketFactory sockets;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong fresh = new AtomicLong();
    private final AtomicLong posted = new AtomicLong();
    private final AtomicLong announced = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final ConcurrentMap<String, AtomicLong> failures = new ConcurrentHashMap<>();

    private final Queue<Failure> failedOnes = new ConcurrentLinkedQueue<>();

    private volatile boolean stopping;

    /**
     * A request that failed.
     *
     * @param what the kind of connection, and how it failed
     * @param beganNanos when its client began with it, as of {@link System#nanoTime}
     * @param endedNanos when it had failed
     */
    public record Failure(String what, long beganNanos, long endedNanos) {}

    private UnforgivingLoad(int port, SocketFactory sockets) {
        this.port = port;
        this.sockets = sockets;
    }

    /**
     * Begins.
     *
     * @param kept how many clients keep their connection
     * @param keptPerSecond requests of all of these together
     * @param newPerSecond requests on a connection of their own
     */
    public static UnforgivingLoad start(int port, int kept, int keptPerSecond, int newPerSecond) {
        return start(port, SocketFactory.getDefault(), kept, keptPerSecond, newPerSecond);
    }

    /** As above, with connections of TLS if the sockets are. */
    static UnforgivingLoad start(int port, SocketFactory sockets, int kept, int keptPerSecond, int newPerSecond) {
        UnforgivingLoad load = new UnforgivingLoad(port, sockets);
        for (int i = 0; i < kept; i++) {
            load.begin(i, () -> load.keep(SECOND_NANOS * kept / keptPerSecond));
        }
        for (int i = 0; i < THREADS_FOR_NEW; i++) {
            load.begin(kept + i, () -> load.connect(SECOND_NANOS * THREADS_FOR_NEW / newPerSecond));
        }
        return load;
    }

    private void begin(int index, Runnable client) {
        Thread thread = new Thread(client, "client-" + index);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    public long answered() {
        return answered.get();
    }

    public long failed() {
        return failed.get();
    }

    /** Those that failed, in the order in which they did. */
    public List<Failure> failures() {
        return List.copyOf(failedOnes);
    }

    /** How many kept connections ended without a word. */
    long failedKept() {
        return failures.entrySet().stream()
                .filter(failure -> failure.getKey().startsWith("kept"))
                .mapToLong(failure -> failure.getValue().get())
                .sum();
    }

    /** In words. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d answered (%d on connections of their own, %d POST), %d failed %s, %d connections closed as announced",
                answered.get(),
                fresh.get(),
                posted.get(),
                failed.get(),
                failures,
                announced.get());
    }

    private void keep(long periodNanos) {
        ServerClient client = null;
        long due = System.nanoTime();
        for (int i = 0; !stopping; i++) {
            due = await(due, periodNanos);
            long began = System.nanoTime();
            try {
                if (client == null) {
                    client = new ServerClient(port, sockets);
                }
                ask(client, i, "");
                if (client.isAnnouncedToEnd()) {
                    announced.incrementAndGet();
                    client.close();
                    client = null;
                }
            } catch (IOException e) {
                fails("kept", e, began);
                client = null;
            }
        }
    }

    private void connect(long periodNanos) {
        long due = System.nanoTime();
        for (int i = 0; !stopping; i++) {
            due = await(due, periodNanos);
            long began = System.nanoTime();
            try (ServerClient client = new ServerClient(port, sockets)) {
                ask(client, i, "Connection: close\r\n");
                fresh.incrementAndGet();
            } catch (IOException e) {
                fails("new", e, began);
            }
        }
    }

    /** Every fourth one is a POST, with a length and with chunks by turns. Its body comes back byte for byte. */
    private void ask(ServerClient client, int index, String fields) throws IOException {
        if (index % 4 == 3) {
            byte[] body = new byte[BODIES[index / 8 % BODIES.length]];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) (index + i * 31);
            }
            byte[] echo = client.echo(body, index % 8 == 7, fields);
            if (!Arrays.equals(body, echo)) {
                throw new IOException("another answer: " + echo.length + " bytes to " + body.length);
            }
            posted.incrementAndGet();
        } else {
            client.send("GET / HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n");
            String body = new String(client.answer(), ISO_8859_1);
            if (!body.endsWith("\n")) {
                throw new IOException("another answer: " + body);
            }
        }
        answered.incrementAndGet();
    }

    private void fails(String kind, IOException e, long began) {
        failedOnes.add(new Failure(kind + ": " + e, began, System.nanoTime()));
        failed.incrementAndGet();
        failures.computeIfAbsent(kind + ": " + e, words -> new AtomicLong()).incrementAndGet();
    }

    private static long await(long due, long periodNanos) {
        long left = due - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
        // What a slow machine delays is not made up for, or the clients would only wait for each other.
        return Math.max(due + periodNanos, System.nanoTime() - periodNanos);
    }

    /** Ends the clients, each with its answer. */
    public void end() throws InterruptedException {
        close();
        for (Thread thread : threads) {
            thread.join(LAST_ANSWERS_MS);
        }
    }

    @Override
    public void close() {
        stopping = true;
    }
}
