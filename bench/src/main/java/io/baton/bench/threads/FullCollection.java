package io.baton.bench.threads;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.client.KeptConnections;
import io.baton.bench.load.client.OpenLoop;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.served.HoldingApplication;
import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Latency while one full collection runs. All together hold the same data, {@value #HELD_MB} MB of small objects: in one heap,
 * or each worker its share of it.
 */
final class FullCollection implements Aspect {

    private static final int HELD_MB = 400;
    private static final int PER_SECOND = 200;
    private static final int KEPT = 64;
    private static final int SLOW_MICROS = 50_000;
    private static final Duration BEFORE = Duration.ofSeconds(1);
    private static final Duration MEASURED = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double MICROS_PER_MS = 1e3;

    @Override
    public String name() {
        return "full collection";
    }

    @Override
    public void measure(Sides sides, Samples samples) throws IOException, InterruptedException {
        measure(Sides.holding(sides.threads(), HELD_MB), sides, THREADS, samples);
        measure(Sides.holding(sides.workers(), HELD_MB / sides.count()), sides, WORKERS, samples);
    }

    private static void measure(Contender contender, Sides sides, String row, Samples samples)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, sides.workplace())) {
            server.awaitAnswer();
            server.awaitWorkers(row.equals(WORKERS) ? sides.count() : 1);
            try (KeptConnections kept = KeptConnections.open(server.port(), KEPT, PATIENCE)) {
                OpenLoop.Request request = () -> kept.get("/");
                new OpenLoop(PER_SECOND, request).run(BEFORE);
                OpenLoop.Running running = new OpenLoop(PER_SECOND, request).start(MEASURED);
                Thread.sleep(BEFORE.toMillis());
                long start = System.nanoTime();
                ClientConnection.getOnce(server.port(), HoldingApplication.COLLECT, PATIENCE)
                        .requireOk();
                samples.add(row, "collection", "ms", (System.nanoTime() - start) / 1e6);
                add(samples, row, running.await());
            }
        }
    }

    private static void add(Samples samples, String row, OpenLoop.Outcome outcome) {
        Histogram micros = outcome.micros();
        double slow = micros.getCountBetweenValues(SLOW_MICROS, micros.getMaxValue()) * 100.0 / micros.getTotalCount();
        samples.add(row, "p50", "ms", micros.getValueAtPercentile(50) / MICROS_PER_MS);
        samples.add(row, "p99", "ms", micros.getValueAtPercentile(99) / MICROS_PER_MS);
        samples.add(row, "max", "ms", micros.getMaxValue() / MICROS_PER_MS);
        samples.add(row, "over 50 ms", "%", micros.getMaxValue() < SLOW_MICROS ? 0 : slow);
        samples.addCount(row, "errors", outcome.errorCount());
    }
}
