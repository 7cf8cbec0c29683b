package io.baton.bench.load.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that let the server compute without a pause: each sends its next request when it has its answer. */
public final class Computations implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int TOO_BUSY = 503;
    private static final int RETRY_MS = 1000;

    private final int port;
    private final String path;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private volatile boolean ended;

    private Computations(int port, String path) {
        this.port = port;
        this.path = path;
    }

    /** Starts so many clients. */
    public static Computations start(int port, int count, long numbers) {
        Computations computations = new Computations(port, "/compute?n=" + numbers);
        for (int i = 0; i < count; i++) {
            Thread client = new Thread(computations::askAgainAndAgain, "computations");
            client.setDaemon(true);
            computations.clients.add(client);
            client.start();
        }
        return computations;
    }

    /** How many computations came to their end. */
    public long answered() {
        return answered.get();
    }

    /** How often the server was too busy to begin, or did not answer. */
    public long refused() {
        return refused.get();
    }

    private void askAgainAndAgain() {
        while (!ended) {
            try {
                int status = ClientConnection.getOnce(port, path, PATIENCE).status();
                if (status == TOO_BUSY) {
                    refused.incrementAndGet();
                    Thread.sleep(RETRY_MS);
                } else {
                    answered.incrementAndGet();
                }
            } catch (IOException e) {
                refused.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Sends no more requests. Running computations end with the server. */
    @Override
    public void close() {
        ended = true;
        clients.forEach(Thread::interrupt);
    }
}
