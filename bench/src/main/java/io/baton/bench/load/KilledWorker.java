package io.baton.bench.load;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.client.OpenLoop;
import io.baton.bench.load.contender.Ability;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Server;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Samples;
import io.baton.bench.load.figure.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code crash}: SIGKILL for one of the workers under 100 requests a second, each on a new connection. How long until a
 * process answers that had not answered before, and how many requests got no answer; of the last crash also each request.
 */
final class KilledWorker implements Scenario {

    private static final int PER_SECOND = 100;
    private static final Duration PERIOD = Duration.ofSeconds(1).dividedBy(PER_SECOND);

    /** By then a spare is ready, which boots and warms itself after the workers; also on a slow machine. */
    private static final Duration BEFORE = Duration.ofSeconds(4);

    private static final Duration AFTER = Duration.ofMillis(2500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double NANOS_PER_MS = 1e6;
    private static final double MICROS_PER_MS = 1e3;

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public List<String> contenders() {
        return List.of("baton", "baton-no-spare", "node-cluster", "pm2", "nginx");
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.abilities().contains(Ability.REPLACES_WORKERS);
    }

    @Override
    public Findings run(List<Contender> contenders, LoadOptions options) throws IOException, InterruptedException {
        Samples samples = new Samples(name());
        Attempts attempts = new Attempts(name());
        List<Timeline> timelines = new ArrayList<>();
        for (int crash = 1; crash <= options.crashes(); crash++) {
            Duration phase = PERIOD.multipliedBy(crash - 1).dividedBy(options.crashes());
            boolean last = crash == options.crashes();
            for (Contender contender : contenders) {
                Progress.say("crash %d, %s", crash, contender.name());
                attempts.of(contender.name(), () -> {
                    Timeline timeline = measure(contender, phase, options, samples);
                    if (last) {
                        timelines.add(timeline);
                    }
                });
            }
        }
        return new Findings(samples.measurements(), timelines, attempts.failures());
    }

    /**
     * One crash.
     *
     * @param phase how long after a request is due; spread over the crashes, because a request that the worker took and
     *     did not answer yet dies with it
     */
    private static Timeline measure(Contender contender, Duration phase, LoadOptions options, Samples samples)
            throws IOException, InterruptedException {
        try (Server server = Server.start(contender, options.workplace())) {
            server.awaitAnswer();
            Map<Long, Long> firstAnswerNanos = new ConcurrentHashMap<>();
            long startNanos = System.nanoTime();
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
            OptionalLong replacedAtNanos = firstAnswerNanos.entrySet().stream()
                    .filter(answer -> !before.contains(answer.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .min();
            add(samples, contender.name(), outcome, killedAtNanos, replacedAtNanos);
            return timeline(contender.name(), outcome, startNanos, killedAtNanos, replacedAtNanos);
        }
    }

    private static void add(
            Samples samples,
            String contender,
            OpenLoop.Outcome outcome,
            long killedAtNanos,
            OptionalLong replacedAtNanos) {
        replacedAtNanos.ifPresentOrElse(
                at -> samples.add(contender, "replacement answers after", "ms", (at - killedAtNanos) / NANOS_PER_MS),
                () -> Progress.say("  no replacement answered in %d ms", AFTER.toMillis()));
        samples.addCount(contender, "errors", outcome.errorCount());
        samples.add(contender, "slowest answer", "ms", outcome.micros().getMaxValue() / MICROS_PER_MS);
        outcome.errors().forEach((reason, times) -> Progress.say("  %d x %s", times, reason));
    }

    private static Timeline timeline(
            String contender,
            OpenLoop.Outcome outcome,
            long startNanos,
            long killedAtNanos,
            OptionalLong replacedAtNanos) {
        List<Timeline.Mark> marks = new ArrayList<>();
        marks.add(new Timeline.Mark((killedAtNanos - startNanos) / NANOS_PER_MS, "killed"));
        replacedAtNanos.ifPresent(
                at -> marks.add(new Timeline.Mark((at - startNanos) / NANOS_PER_MS, "replacement answers")));
        List<Timeline.Point> points = outcome.requests().stream()
                .map(request -> new Timeline.Point(
                        (request.dueNanos() - startNanos) / NANOS_PER_MS,
                        request.tookMicros() / MICROS_PER_MS,
                        request.failed()))
                .toList();
        return new Timeline("crash", contender, points, marks);
    }
}
