package io.baton.bench.load;

import io.baton.bench.load.client.Wrk;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code keepalive} and {@code connect}: {@code GET /} as fast as the server answers, on 64 connections that stay or on a
 * new one each time. The servers run side by side through all rounds, idle but for the one that is measured, so that JVMs
 * are warm; the processor time is that of the server's whole process tree.
 */
record ClosedLoop(String name, boolean newConnections) implements Scenario {

    private static final List<String> COMPARED = List.of(
            "baton",
            "baton-shared",
            "baton-reuseport",
            "netty",
            "netty-2",
            "node-cluster",
            "node-cluster-none",
            "node-handoff",
            "node",
            "pm2",
            "nginx",
            "c-handoff",
            "c-direct");

    @Override
    public Optional<String> missing() {
        return Tool.WRK.missing();
    }

    @Override
    public List<String> contenders() {
        return COMPARED;
    }

    @Override
    public boolean suits(Contender contender) {
        return true;
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        Samples samples = new Samples(name);
        Attempts attempts = new Attempts(name);
        List<Server> servers = new ArrayList<>();
        Wrk wrk = Wrk.usual(newConnections);
        try {
            for (Contender contender : contenders) {
                attempts.of(contender.name(), () -> {
                    Server server = Server.start(contender, options.workplace());
                    servers.add(server);
                    server.awaitAnswer();
                    Progress.say("%s, %s: warm after %d s", name, server.name(), WarmUp.run(server, wrk, options));
                });
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (Server server : servers) {
                    int number = round;
                    attempts.of(
                            server.name(),
                            () -> add(WrkLoad.on(server, wrk, options.measured()), number, server, samples));
                }
            }
        } finally {
            for (Server server : servers) {
                server.close();
            }
        }
        return Findings.of(samples.measurements(), attempts.failures());
    }

    private void add(WrkLoad load, int round, Server server, Samples samples) {
        samples.add(server.name(), "CPU a request", "us", load.cpuMicrosPerRequest());
        samples.add(server.name(), "requests a second", "", load.output().requestsPerSecond());
        samples.add(server.name(), "cores used", "", load.coresUsed());
        samples.addCount(server.name(), "errors", load.output().errors());
        Progress.say(
                "%s, round %d, %s: %.1f us CPU a request, %.0f requests/s, %d errors",
                name,
                round,
                server.name(),
                load.cpuMicrosPerRequest(),
                load.output().requestsPerSecond(),
                load.output().errors());
    }
}
