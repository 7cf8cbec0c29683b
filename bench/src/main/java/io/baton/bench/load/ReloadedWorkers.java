package io.baton.bench.load;

import io.baton.bench.load.client.Counts;
import io.baton.bench.load.client.Failure;
import io.baton.bench.load.client.LoadShape;
import io.baton.bench.load.client.SteadyLoad;
import io.baton.bench.load.contender.Ability;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code reload}: all workers are replaced, again and again, under load at two paces, on connections that the clients keep
 * and on a new one for each request. What became of each request and each kept connection from the first reload to the last.
 */
final class ReloadedWorkers implements Scenario {

    private static final int WORKERS = 2;

    private static final List<LoadShape> SHAPES = List.of(
            new LoadShape(32, 2000, false),
            new LoadShape(32, 2000, true),
            new LoadShape(64, 0, false),
            new LoadShape(64, 0, true));

    /** The load alone, between two reloads. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final double MICROS_PER_MS = 1e3;

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public List<String> contenders() {
        return List.of("baton", "baton-node", "baton-node-migrate", "nginx", "pm2", "pm2-graceful", "gunicorn");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.abilities().contains(Ability.RELOADS);
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        Attempts attempts = new Attempts(name());
        List<Measurement> all = new ArrayList<>();
        for (LoadShape shape : SHAPES) {
            List<Result> results = new ArrayList<>();
            for (Contender contender : contenders) {
                attempts.of(contender.name(), () -> results.add(measure(contender, shape, options)));
            }
            all.addAll(table(shape, results));
        }
        return Findings.of(all, attempts.failures());
    }

    private static Result measure(Contender contender, LoadShape shape, LoadOptions options)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            server.awaitAnswer();
            server.awaitWorkers(WORKERS);
            try (SteadyLoad load = SteadyLoad.start(server.port(), shape)) {
                Thread.sleep(options.warmUp().toMillis());
                load.forget();
                List<Duration> took = new ArrayList<>();
                for (int reload = 0; reload < options.reloads() / 2; reload++) {
                    Thread.sleep(PAUSE.toMillis());
                    took.add(server.reload());
                }
                Thread.sleep(PAUSE.toMillis());
                Result result = new Result(contender.name(), load.end(), took);
                Progress.say("%s, %s", shape, result);
                return result;
            }
        }
    }

    private static List<Measurement> table(LoadShape shape, List<Result> results) {
        Samples samples = new Samples("reload, " + shape);
        // A way to fail that no contender met gets no column.
        Set<Failure> ways = EnumSet.noneOf(Failure.class);
        results.forEach(result -> ways.addAll(result.counts.failures().keySet()));
        for (Result result : results) {
            String name = result.contender;
            Counts counts = result.counts;
            samples.addCount(name, "reloads", result.reloads.size());
            samples.addCount(name, "requests", counts.requests());
            samples.addCount(name, "failed", counts.failed());
            ways.forEach(
                    way -> samples.addCount(name, way.words(), counts.failures().getOrDefault(way, 0L)));
            if (!shape.newConnections()) {
                samples.addCount(name, "closed announced", counts.closedAnnounced());
                samples.addCount(name, "closed unannounced", counts.closedUnannounced());
            }
            samples.add(name, "p50", "ms", result.ms(50));
            samples.add(name, "p99", "ms", result.ms(99));
            samples.add(name, "worst", "ms", result.ms(100));
            result.reloads.forEach(reload -> samples.add(name, "a reload takes", "ms", (double) reload.toMillis()));
        }
        return samples.measurements();
    }

    /** What one contender's clients met. */
    private record Result(String contender, Counts counts, List<Duration> reloads) {

        double ms(double percentile) {
            return counts.micros().getValueAtPercentile(percentile) / MICROS_PER_MS;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: %d reloads, %d requests, failed %d %s, closed %d announced and %d unannounced, p99 %.1f ms",
                    contender,
                    reloads.size(),
                    counts.requests(),
                    counts.failed(),
                    counts.failures(),
                    counts.closedAnnounced(),
                    counts.closedUnannounced(),
                    ms(99));
        }
    }
}
