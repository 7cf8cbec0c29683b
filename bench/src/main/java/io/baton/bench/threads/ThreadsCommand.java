package io.baton.bench.threads;

import io.baton.bench.load.Progress;
import io.baton.bench.load.WhereOptions;
import io.baton.bench.load.Workplace;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Machine;
import io.baton.bench.load.figure.Report;
import io.baton.bench.load.figure.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code threads-vs-processes}: the same work by N workers and by N threads of one JVM. */
@Command(
        name = "threads-vs-processes",
        description = "Measures N workers beside one JVM with N event loops that accepts by itself.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class ThreadsCommand implements Callable<Integer> {

    @Option(names = "--count", description = "How many threads, how many workers; at least 2.")
    private int count = 4;

    @Option(names = "--rounds", description = "How often each is measured.")
    private int rounds = 3;

    @Mixin
    private WhereOptions where = new WhereOptions();

    private final String commandLine;

    /**
     * Not run yet.
     *
     * @param commandLine that repeats it, for the report
     */
    public ThreadsCommand(String commandLine) {
        this.commandLine = commandLine;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count < 2) {
            throw new IllegalArgumentException("count: " + count + " (expected: >= 2)");
        }
        Path workplace = Workplace.create();
        Machine machine = Machine.here();
        where.publish(Report.of(machine, commandLine, measure(where.contenders(workplace), workplace, count, rounds)));
        return 0;
    }

    /** Measures all aspects. */
    public static Findings measure(List<Contender> contenders, Path workplace, int count, int rounds)
            throws InterruptedException {
        Contender threads = named("netty", contenders);
        Contender workers = named("baton-no-spare", contenders);
        Optional<String> missing = threads.missing().or(workers::missing);
        if (missing.isPresent()) {
            return Findings.of(List.of(), List.of("threads against processes: " + missing.get()));
        }
        Aspect.Sides sides = new Aspect.Sides(
                count,
                threads.withWorkers(count).orElseThrow(),
                workers.withWorkers(count).orElseThrow(),
                workplace);
        Findings findings = Findings.none();
        for (Aspect aspect : Aspect.all()) {
            findings = findings.and(measure(aspect, sides, rounds));
        }
        List<String> caveat =
                workers.caveat().map(text -> List.of("workers: " + text)).orElse(List.of());
        return findings.and(Findings.of(List.of(), caveat));
    }

    private static Findings measure(Aspect aspect, Aspect.Sides sides, int rounds) throws InterruptedException {
        String title = sides.count() + " threads or " + sides.count() + " workers: " + aspect.name();
        Samples samples = new Samples(title);
        try {
            for (int round = 1; round <= rounds; round++) {
                Progress.say("%s, round %d", title, round);
                aspect.measure(sides, samples);
            }
            return Findings.of(samples.measurements(), List.of());
        } catch (IOException e) {
            Progress.say("%s: %s", title, String.valueOf(e.getMessage()));
            return Findings.of(samples.measurements(), List.of(title + ": " + e.getMessage()));
        }
    }

    private static Contender named(String name, List<Contender> contenders) {
        return contenders.stream()
                .filter(contender -> contender.name().equals(name))
                .findAny()
                .orElseThrow();
    }
}
