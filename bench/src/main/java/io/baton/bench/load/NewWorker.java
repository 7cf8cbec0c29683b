package io.baton.bench.load;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.client.LoadShape;
import io.baton.bench.load.client.OpenLoop;
import io.baton.bench.load.client.SteadyLoad;
import io.baton.bench.load.contender.Ability;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code cold}: what the clients of a new worker pay. Of two workers each gets 500 requests a second, each on a new connection.
 * The first 2000 answers of a worker that a reload has brought, and of one that took the place of a killed one, beside 2000
 * answers of a warm worker of the same server a moment before.
 */
final class NewWorker implements Scenario {

    private static final int WORKERS = 2;
    private static final int PER_SECOND = 500 * WORKERS;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration REPLACING = Duration.ofSeconds(20);
    private static final LoadShape WARMING = new LoadShape(32, 0, true);
    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration REST = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public List<String> contenders() {
        return List.of("baton", "baton-no-spare", "baton-warm-up");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.abilities().contains(Ability.RELOADS);
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        Samples samples = new Samples(name());
        Attempts attempts = new Attempts(name());
        attempts.byTurns(options.rounds(), contenders, contender -> measure(contender, options, samples));
        return Findings.of(samples.measurements(), attempts.failures());
    }

    private static void measure(Contender contender, LoadOptions options, Samples samples)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            server.awaitAnswer();
            server.awaitWorkers(WORKERS);
            warm(server, options.warmUp());
            Set<Long> known = new HashSet<>();
            FirstRequests.OfProcess warm = next(server, known, () -> {});
            add(samples, contender, "warm", warm, warm);
            add(samples, contender, "reload", next(server, known, server::reload), warm);
            warm(server, options.warmUp());
            // A spare has come by then.
            known.clear();
            FirstRequests.OfProcess warmAgain = next(server, known, () -> {});
            long victim = known.iterator().next();
            add(samples, contender, "kill", next(server, known, () -> server.killWorker(victim)), warmAgain);
        }
    }

    private static void warm(Server server, Duration duration) throws IOException, InterruptedException {
        try (SteadyLoad load = SteadyLoad.start(server.port(), WARMING)) {
            Thread.sleep(duration.toMillis());
            load.end();
        }
        Thread.sleep(REST.toMillis());
    }

    /** Returns what the first process answers that is not known and gets so far; adds all that answer to the known ones. */
    private static FirstRequests.OfProcess next(Server server, Set<Long> known, Attempts.Attempt replaces)
            throws IOException, InterruptedException {
        FirstRequests answers = new FirstRequests();
        OpenLoop.Running load = new OpenLoop(PER_SECOND, () -> {
                    long beginNanos = System.nanoTime();
                    long pid = ClientConnection.getOnce(server.port(), "/", PATIENCE)
                            .requireOk()
                            .pid();
                    answers.add(pid, (System.nanoTime() - beginNanos) / 1000);
                })
                .start(known.isEmpty() ? WARM : REPLACING);
        replaces.run();
        OpenLoop.Outcome outcome = load.await();
        if (outcome.errorCount() > 0) {
            Progress.say("  errors: %s", outcome.errors());
        }
        FirstRequests.OfProcess found = null;
        for (long pid : answers.pids()) {
            FirstRequests.OfProcess one = answers.of(pid);
            if (!known.contains(pid) && one != null && one.isWhole()) {
                found = found == null || one.beganNanos() < found.beganNanos() ? one : found;
            }
        }
        answers.pids().forEach(known::add);
        if (found == null) {
            throw new IOException("no new worker answered " + FirstRequests.COUNT + " requests");
        }
        return found;
    }

    private static void add(
            Samples samples,
            Contender contender,
            String what,
            FirstRequests.OfProcess cold,
            FirstRequests.OfProcess warm) {
        samples.add(contender.name(), what + ", p50", "ms", cold.ms(50));
        samples.add(contender.name(), what + ", p99", "ms", cold.ms(99));
        samples.add(contender.name(), what + ", CPU a request", "us", cold.cpuMicrosEach());
        if (cold != warm) {
            samples.add(contender.name(), what + ", p99 to warm", "", cold.ms(99) / warm.ms(99));
            samples.add(contender.name(), what + ", CPU to warm", "", cold.cpuMicrosEach() / warm.cpuMicrosEach());
        }
        Progress.say(
                "  %s: p50 %.2f ms, p99 %.2f ms, CPU %.0f us", what, cold.ms(50), cold.ms(99), cold.cpuMicrosEach());
    }
}
