package io.baton.bench.load;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.client.OpenLoop;
import io.baton.bench.load.contender.Ability;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code crash}: SIGKILL for one of the workers under 100 requests a second, each on a new connection. How long until a
 * process answers that was not there before, and how many requests got no answer.
 */
final class KilledWorker implements Scenario {

    private static final int PER_SECOND = 100;
    private static final Duration PERIOD = Duration.ofSeconds(1).dividedBy(PER_SECOND);
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AFTER = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double NANOS_PER_MS = 1e6;
    private static final double MICROS_PER_MS = 1e3;

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.abilities().contains(Ability.REPLACES_WORKERS);
    }

    @Override
    public List<Measurement> run(List<Contender> contenders, LoadOptions options)
            throws IOException, InterruptedException {
        Samples samples = new Samples(name());
        for (int crash = 1; crash <= options.crashes(); crash++) {
            for (Contender contender : contenders) {
                Progress.say("crash %d, %s", crash, contender.name());
                measure(contender, PERIOD.multipliedBy(crash - 1).dividedBy(options.crashes()), options, samples);
            }
        }
        return samples.measurements();
    }

    /**
     * One crash.
     *
     * @param phase how long after a request is due; spread over the crashes, because a request that the worker took and
     *     did not answer yet dies with it
     */
    private static void measure(Contender contender, Duration phase, LoadOptions options, Samples samples)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            server.awaitAnswer();
            Map<Long, Long> firstAnswerNanos = new ConcurrentHashMap<>();
            OpenLoop.Running loop = new OpenLoop(PER_SECOND, () -> {
                        long pid = ClientConnection.getOnce(server.port(), "/", PATIENCE)
                                .requireOk()
                                .pid();
                        firstAnswerNanos.putIfAbsent(pid, System.nanoTime());
                    })
                    .start(BEFORE.plus(AFTER));
            TimeUnit.NANOSECONDS.sleep(BEFORE.plus(phase).toNanos());
            Set<Long> before = new HashSet<>(firstAnswerNanos.keySet());
            long killedAtNanos = System.nanoTime();
            server.killWorker(before.iterator().next());
            OpenLoop.Outcome outcome = loop.await();
            OptionalLong replaced = firstAnswerNanos.entrySet().stream()
                    .filter(answer -> !before.contains(answer.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .min();
            replaced.ifPresentOrElse(
                    at -> samples.add(
                            contender.name(), "replacement answers after", "ms", (at - killedAtNanos) / NANOS_PER_MS),
                    () -> Progress.say("  no replacement answered in %d s", AFTER.toSeconds()));
            samples.addCount(contender.name(), "errors", outcome.errorCount());
            samples.add(
                    contender.name(), "slowest answer", "ms", outcome.micros().getMaxValue() / MICROS_PER_MS);
            outcome.errors().forEach((reason, times) -> Progress.say("  %d x %s", times, reason));
        }
    }
}
