package io.baton.bench.load;

import io.baton.bench.load.client.Wrk;
import io.baton.bench.load.client.WrkOutput;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code keepalive} and {@code connect}: {@code GET /} as fast as the server answers, on 64 connections that stay or on a
 * new one each time. The servers run side by side through all rounds, idle but for the one that is measured, so that JVMs
 * are warm; the processor time is that of the server's whole process tree.
 */
record ClosedLoop(String name, boolean newConnections) implements Scenario {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(40);
    private static final int STEADY_WINDOWS = 2;

    /** So much of the cheapest window before is no real gain. */
    private static final double STEADY = 0.95;

    @Override
    public Optional<String> missing() {
        return Tool.WRK.missing();
    }

    @Override
    public boolean suits(Contender contender) {
        return true;
    }

    @Override
    public List<Measurement> run(List<Contender> contenders, LoadOptions options)
            throws IOException, InterruptedException {
        Samples samples = new Samples(name);
        List<Server> servers = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                Server server = Server.start(contender, options.workplace());
                servers.add(server);
                server.awaitAnswer();
                warmUp(server, options.warmUp());
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (Server server : servers) {
                    measure(server, options.measured(), round, samples);
                }
            }
        } finally {
            for (Server server : servers) {
                server.close();
            }
        }
        return samples.measurements();
    }

    /**
     * Until the server gets no cheaper any more: for JVMs this takes from a few seconds to half a minute, depending on what
     * else this machine does, and what their compilers need is no part of a request's cost.
     */
    private void warmUp(Server server, Duration least) throws IOException, InterruptedException {
        double cheapest = Double.MAX_VALUE;
        int sinceCheaper = 0;
        long spent = 0;
        while (spent < least.toSeconds() || (sinceCheaper < STEADY_WINDOWS && spent < LONGEST_WARM_UP.toSeconds())) {
            double perRequest = load(server, WINDOW).cpuMicrosPerRequest();
            sinceCheaper = perRequest < cheapest * STEADY ? 0 : sinceCheaper + 1;
            cheapest = Math.min(cheapest, perRequest);
            spent += WINDOW.toSeconds();
        }
        Progress.say("%s, %s: warm after %d s", name, server.name(), spent);
    }

    private void measure(Server server, Duration duration, int round, Samples samples)
            throws IOException, InterruptedException {
        Load load = load(server, duration);
        samples.add(server.name(), "CPU a request", "us", load.cpuMicrosPerRequest());
        samples.add(server.name(), "requests a second", "", load.output().requestsPerSecond());
        samples.add(server.name(), "cores used", "", load.cpuMicros() / MICROS_PER_SECOND / duration.toSeconds());
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

    private Load load(Server server, Duration duration) throws IOException, InterruptedException {
        long before = server.cpuMicros();
        WrkOutput output = Wrk.run(server.port(), duration, newConnections);
        return new Load(output, server.cpuMicros() - before);
    }

    /** One run of wrk with what it cost the server. */
    private record Load(WrkOutput output, long cpuMicros) {

        double cpuMicrosPerRequest() {
            return (double) cpuMicros / Math.max(1, output.requests());
        }
    }
}
