package io.baton.bench.load;

import io.baton.bench.load.client.KeptConnections;
import io.baton.bench.load.client.Wrk;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Memory;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code memory}: RSS and PSS of a server's whole process tree, idle after its start, with idle connections, and after load
 * on kept and on new connections.
 */
final class MemoryUse implements Scenario {

    /** Until spares are up and start-up garbage has settled. */
    private static final int SETTLE_MS = 2000;

    private static final int KEPT = 4000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOAD = Duration.ofSeconds(3);
    private static final double KIB_PER_MB = 1024;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Optional<String> missing() {
        return Tool.WRK.missing();
    }

    @Override
    public List<String> contenders() {
        return List.of(
                "baton", "baton-no-spare", "baton-c1", "netty", "node-cluster", "node", "pm2", "nginx", "c-handoff");
    }

    @Override
    public boolean suits(Contender contender) {
        return true;
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        Samples samples = new Samples(name());
        Attempts attempts = new Attempts(name());
        attempts.byTurns(options.memoryRounds(), contenders, contender -> measure(contender, options, samples));
        return Findings.of(samples.measurements(), attempts.failures());
    }

    private static void measure(Contender contender, LoadOptions options, Samples samples)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            server.awaitAnswer();
            Thread.sleep(SETTLE_MS);
            Memory idle = server.memory();
            add(samples, contender.name(), "idle", idle);
            try (KeptConnections kept = KeptConnections.open(server.port(), KEPT, PATIENCE)) {
                double pss = server.memory().pss() - idle.pss();
                samples.add(contender.name(), "each of " + kept.count() + " idle connections, PSS", "KB", pss / KEPT);
            }
            Wrk.usual(false).run(server.port(), LOAD);
            Wrk.usual(true).run(server.port(), LOAD);
            add(samples, contender.name(), "after load", server.memory());
        }
    }

    private static void add(Samples samples, String contender, String when, Memory memory) {
        samples.add(contender, when + ", PSS", "MB", memory.pss() / KIB_PER_MB);
        samples.add(contender, when + ", RSS", "MB", memory.rss() / KIB_PER_MB);
    }
}
