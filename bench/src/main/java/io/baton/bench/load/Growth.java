package io.baton.bench.load;

import io.baton.bench.load.client.Wrk;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code growth}: the cost of a connection and of a request with 1 to 16 workers and 1 to 10,000 connections, and the
 * master's part in the cost of a connection. The first seconds of a server are shown apart from when it is warm. The
 * reciprocal of this part is how many connections a second one core of a master can hand over; its single loop
 * saturates there.
 */
final class Growth implements Scenario {

    private static final List<Integer> WORKERS = List.of(1, 2, 4, 8, 16);
    private static final List<Integer> CONNECTIONS = List.of(1, 100, 10_000);
    private static final int CONNECTS_PER_SECOND = 5000;
    private static final double MICROS_PER_SECOND = 1e6;

    /** The load of the first seconds is what a new server costs, most of it its compilers' work. */
    private static final Duration FIRST = Duration.ofSeconds(3);

    /** So many workers are warm as fast as one; more of them share the load and need longer. */
    private static final int WARM_AS_ONE = 2;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public Optional<String> missing() {
        return Tool.WRK.missing();
    }

    @Override
    public List<String> contenders() {
        return List.of("baton-no-spare");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.withWorkers(1).isPresent();
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        Samples samples = new Samples(name());
        Attempts attempts = new Attempts(name());
        for (Contender contender : contenders) {
            for (int workers : WORKERS) {
                Optional<Contender> grown = contender.withWorkers(workers);
                String row = contender.name() + ", " + workers + (workers == 1 ? " worker" : " workers");
                if (grown.isPresent()) {
                    Progress.say("growth, %s", row);
                    attempts.of(row, () -> measure(grown.get(), row, workers, options, samples));
                }
            }
        }
        return Findings.of(samples.measurements(), attempts.failures());
    }

    private static void measure(Contender contender, String row, int workers, LoadOptions options, Samples samples)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            server.awaitAnswer();
            Wrk handedOver = Wrk.usual(true);
            WrkLoad first = WrkLoad.on(server, handedOver, FIRST);
            samples.add(row, "CPU a connection, first " + FIRST.toSeconds() + " s", "us", first.cpuMicrosPerRequest());
            long warmUp = WarmUp.run(server, handedOver, options, Math.max(1, workers / WARM_AS_ONE));
            samples.add(row, "warm after", "s", (double) (FIRST.toSeconds() + warmUp));
            for (int round = 1; round <= options.rounds(); round++) {
                addConnections(samples, row, WrkLoad.on(server, handedOver, options.measured()));
            }
            for (int connections : CONNECTIONS) {
                for (int round = 1; round <= options.rounds(); round++) {
                    // wrk counts while it still connects: the more connections, the longer it has to run.
                    Duration duration = options.measured().plusSeconds(connections / CONNECTS_PER_SECOND);
                    WrkLoad load = WrkLoad.on(server, new Wrk(connections, false), duration);
                    addRequests(samples, row, connections, load);
                }
            }
        }
    }

    private static void addConnections(Samples samples, String row, WrkLoad load) {
        samples.add(row, "CPU a connection, warm", "us", load.cpuMicrosPerRequest());
        samples.add(row, "of it the master's", "us", load.rootCpuMicrosPerRequest());
        samples.add(row, "connections a second", "", load.output().requestsPerSecond());
        samples.add(row, "connections a second for each core of a master", "", saturation(load));
        samples.addCount(row, "errors", load.output().errors());
    }

    private static double saturation(WrkLoad load) {
        return MICROS_PER_SECOND / Math.max(0.1, load.rootCpuMicrosPerRequest());
    }

    private static void addRequests(Samples samples, String row, int connections, WrkLoad load) {
        samples.addCount(row, "errors on " + connections, load.output().errors());
        if (load.output().requests() == 0) {
            // With too few cores no request was answered in time, so there is no cost.
            return;
        }
        samples.add(
                row,
                "CPU a request on " + connections + (connections == 1 ? " connection" : " connections"),
                "us",
                load.cpuMicrosPerRequest());
    }
}
