package io.baton.bench.threads;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.served.HoldingApplication;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much ends with one thread or worker that takes its JVM down ({@code Runtime.halt}): how many of 64 connections in use
 * end, and how long no client can connect. This program restarts the JVM of the threads at once, because no master does.
 */
final class Crash implements Aspect {

    private static final int KEPT = 64;
    private static final int HELD_MB = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double NANOS_PER_MS = 1e6;

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public void measure(Sides sides, Samples samples) throws IOException, InterruptedException {
        measure(Sides.holding(sides.threads(), HELD_MB), sides, THREADS, samples);
        measure(Sides.holding(sides.workers(), HELD_MB), sides, WORKERS, samples);
    }

    private static void measure(Contender contender, Sides sides, String row, Samples samples)
            throws IOException, InterruptedException {
        List<ClientConnection> connections = new ArrayList<>();
        try (Server server = Server.start(contender, sides.workplace())) {
            server.awaitAnswer();
            server.awaitWorkers(row.equals(WORKERS) ? sides.count() : 1);
            for (int i = 0; i < KEPT; i++) {
                ClientConnection connection = ClientConnection.open(server.port(), PATIENCE);
                connections.add(connection);
                connection.get("/", false).requireOk();
            }
            long crashed = System.nanoTime();
            halt(server.port());
            samples.add(row, "no client can connect for", "ms", msUntilAnswered(server, contender, sides, crashed));
            samples.add(row, "connections that ended", "%", 100.0 * ended(connections) / KEPT);
        } finally {
            for (ClientConnection connection : connections) {
                connection.close();
            }
        }
    }

    private static double msUntilAnswered(Server server, Contender contender, Sides sides, long crashed)
            throws IOException, InterruptedException {
        try {
            ClientConnection.getOnce(server.port(), "/", PATIENCE).requireOk();
        } catch (IOException e) {
            try (Server again = Server.start(contender, sides.workplace())) {
                again.awaitAnswer();
            }
        }
        return (System.nanoTime() - crashed) / NANOS_PER_MS;
    }

    /** Its own connection ends without an answer. */
    private static void halt(int port) throws IOException {
        try {
            int status = ClientConnection.getOnce(port, HoldingApplication.HALT, PATIENCE)
                    .status();
            throw new IllegalStateException(HoldingApplication.HALT + " was answered: " + status);
        } catch (IOException e) {
            // As it should.
        }
    }

    private static int ended(List<ClientConnection> connections) {
        int ended = 0;
        for (ClientConnection connection : connections) {
            try {
                connection.get("/", false).requireOk();
            } catch (IOException e) {
                ended++;
            }
        }
        return ended;
    }
}
