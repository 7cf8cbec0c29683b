package io.baton.bench.load;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.client.Computations;
import io.baton.bench.load.client.KeptConnections;
import io.baton.bench.load.client.OpenLoop;
import io.baton.bench.load.contender.Ability;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code mixed}: how long {@code GET /} takes while the server also computes. Two open loops of 100 requests a second run
 * at once, one on new connections, one on kept ones.
 */
final class BesideComputations implements Scenario {

    private static final int PER_SECOND = 100;
    private static final int KEPT = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Until all computations that can run at once do. */
    private static final int SETTLE_MS = 500;

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public List<String> contenders() {
        return List.of("baton", "netty", "node-cluster");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.abilities().contains(Ability.COMPUTES);
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        List<Measurement> all = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int count : options.computations()) {
            String title = "mixed, " + count + " computations, ";
            Samples fresh = new Samples(title + "new connections");
            Samples kept = new Samples(title + "kept connections");
            Attempts attempts = new Attempts("mixed, " + count + " computations");
            attempts.byTurns(
                    options.rounds(), contenders, contender -> measure(contender, count, options, fresh, kept));
            all.addAll(fresh.measurements());
            all.addAll(kept.measurements());
            failures.addAll(attempts.failures());
        }
        return Findings.of(all, failures);
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
                Latencies.add(fresh, contender.name(), new OpenLoop(PER_SECOND, onNew).run(options.mixed()));
                Latencies.add(kept, contender.name(), onKept.await());
                fresh.addCount(contender.name(), "computations done", computations.answered());
                fresh.addCount(contender.name(), "computations refused", computations.refused());
            }
        }
    }
}
