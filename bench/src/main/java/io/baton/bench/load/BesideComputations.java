package io.baton.bench.load;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.client.Computations;
import io.baton.bench.load.client.KeptConnections;
import io.baton.bench.load.client.OpenLoop;
import io.baton.bench.load.contender.Ability;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * {@code mixed}: how long {@code GET /} takes while the server also computes. Two open loops of 100 requests a second run
 * at once, one on new connections, one on kept ones.
 */
final class BesideComputations implements Scenario {

    private static final int PER_SECOND = 100;
    private static final int KEPT = 16;
    private static final int MICROS_PER_MS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Until all computations that can run at once do. */
    private static final int SETTLE_MS = 500;

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.abilities().contains(Ability.COMPUTES);
    }

    @Override
    public List<Measurement> run(List<Contender> contenders, LoadOptions options)
            throws IOException, InterruptedException {
        List<Measurement> all = new ArrayList<>();
        for (int count : options.computations()) {
            String title = "mixed, " + count + " computations, ";
            Samples fresh = new Samples(title + "new connections");
            Samples kept = new Samples(title + "kept connections");
            for (int round = 1; round <= options.rounds(); round++) {
                for (Contender contender : contenders) {
                    Progress.say("%s computations, round %d, %s", count, round, contender.name());
                    measure(contender, count, options, fresh, kept);
                }
            }
            all.addAll(fresh.measurements());
            all.addAll(kept.measurements());
        }
        return all;
    }

    private static void measure(Contender contender, int count, LoadOptions options, Samples fresh, Samples kept)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            int port = server.port();
            server.awaitAnswer();
            OpenLoop.Request onNew =
                    () -> ClientConnection.getOnce(port, "/", PATIENCE).requireOk();
            new OpenLoop(PER_SECOND, onNew).run(options.warmUp());
            try (KeptConnections connections = KeptConnections.open(port, KEPT, PATIENCE);
                    Computations computations = Computations.start(port, count, options.computeNumbers())) {
                Thread.sleep(SETTLE_MS);
                OpenLoop.Running onKept = new OpenLoop(PER_SECOND, () -> connections.get("/")).start(options.mixed());
                add(fresh, contender.name(), new OpenLoop(PER_SECOND, onNew).run(options.mixed()));
                add(kept, contender.name(), onKept.await());
                fresh.addCount(contender.name(), "computations done", computations.answered());
                fresh.addCount(contender.name(), "computations refused", computations.refused());
            }
        }
    }

    private static void add(Samples samples, String contender, OpenLoop.Outcome outcome) {
        Histogram micros = outcome.micros();
        if (micros.getTotalCount() > 0) {
            samples.add(contender, "p50", "ms", ms(micros.getValueAtPercentile(50)));
            samples.add(contender, "p99", "ms", ms(micros.getValueAtPercentile(99)));
            samples.add(contender, "p99.9", "ms", ms(micros.getValueAtPercentile(99.9)));
            samples.add(contender, "max", "ms", ms(micros.getMaxValue()));
        }
        samples.addCount(contender, "errors", outcome.errorCount());
        outcome.errors().forEach((reason, times) -> Progress.say("  %d x %s", times, reason));
    }

    private static double ms(long micros) {
        return (double) micros / MICROS_PER_MS;
    }
}
