package io.baton.bench.load;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.client.KeptConnections;
import io.baton.bench.load.client.OpenLoop;
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
 * {@code latency}: how long {@code GET /} takes on a server that is far from busy. Two open loops at once, one on kept
 * connections, one on new ones.
 */
final class Unhurried implements Scenario {

    private static final int KEPT_PER_SECOND = 500;
    private static final int NEW_PER_SECOND = 200;
    private static final int KEPT = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<String> contenders() {
        return List.of("baton", "baton-shared", "netty", "node-cluster", "node-handoff", "pm2", "nginx");
    }

    @Override
    public boolean suits(Contender contender) {
        return true;
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        Samples kept = new Samples("latency, kept connections");
        Samples fresh = new Samples("latency, new connections");
        Attempts attempts = new Attempts(name());
        attempts.byTurns(options.rounds(), contenders, contender -> measure(contender, options, kept, fresh));
        List<Measurement> all = new ArrayList<>(kept.measurements());
        all.addAll(fresh.measurements());
        return Findings.of(all, attempts.failures());
    }

    private static void measure(Contender contender, LoadOptions options, Samples kept, Samples fresh)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            int port = server.port();
            server.awaitAnswer();
            OpenLoop.Request onNew =
                    () -> ClientConnection.getOnce(port, "/", PATIENCE).requireOk();
            try (KeptConnections connections = KeptConnections.open(port, KEPT, PATIENCE)) {
                OpenLoop.Request onKept = () -> connections.get("/");
                both(onKept, onNew, options.warmUp());
                List<OpenLoop.Outcome> outcomes = both(onKept, onNew, options.measured());
                Latencies.add(kept, contender.name(), outcomes.get(0));
                Latencies.add(fresh, contender.name(), outcomes.get(1));
            }
        }
    }

    private static List<OpenLoop.Outcome> both(OpenLoop.Request onKept, OpenLoop.Request onNew, Duration duration)
            throws InterruptedException {
        OpenLoop.Running kept = new OpenLoop(KEPT_PER_SECOND, onKept).start(duration);
        OpenLoop.Outcome fresh = new OpenLoop(NEW_PER_SECOND, onNew).run(duration);
        return List.of(kept.await(), fresh);
    }
}
