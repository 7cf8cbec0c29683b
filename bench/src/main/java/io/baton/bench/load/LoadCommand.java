package io.baton.bench.load;

import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Machine;
import io.baton.bench.load.figure.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load}: measures whole servers on this machine and prints tables. */
@Command(
        name = "load",
        description = "Measures Baton and other servers on this machine, in turn, over the loopback interface.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {

    @Option(
            names = "--scenario",
            split = ",",
            description = "startup, memory, keepalive, connect, latency, mixed, crash, reload, cold, growth, or all.")
    private List<String> scenarioNames = List.of("keepalive", "connect");

    @Option(names = "--contender", split = ",", description = "Contenders to compare; default: those of the scenario.")
    private List<String> contenderNames = List.of();

    @Option(names = "--rounds", description = "How often each contender is measured under load.")
    private int rounds = 3;

    @Option(names = "--seconds", description = "Length of each of these measurements, in seconds.")
    private int seconds = 5;

    @Option(names = "--warm-up", description = "Least time under load before the first measurement, in seconds.")
    private int warmUp = 3;

    @Option(
            names = "--longest-warm-up",
            description = "Longest time under load before it, in seconds, for servers that go on getting cheaper.")
    private int longestWarmUp = 40;

    @Option(names = "--memory-rounds", description = "memory: how often it is measured.")
    private int memoryRounds = 3;

    @Option(names = "--starts", description = "startup: how often it is measured.")
    private int starts = 10;

    @Option(names = "--crashes", description = "crash: how often a worker is killed.")
    private int crashes = 5;

    @Option(
            names = "--reloads",
            description =
                    "reload: how often a contender is reloaded for each pace; half of them with kept connections.")
    private int reloads = 100;

    @Option(names = "--mixed-seconds", description = "mixed: length of each run, in seconds.")
    private int mixedSeconds = 20;

    @Option(
            names = "--computations",
            split = ",",
            description = "mixed: computations at once, one run for each number; 0 shows the rest of the machine.")
    private List<Integer> computations = List.of(2, 16);

    @Option(names = "--compute-numbers", description = "mixed: how many numbers a computation adds.")
    private long computeNumbers = 1_000_000_000;

    @Mixin
    private WhereOptions where = new WhereOptions();

    private final String commandLine;

    /**
     * Not run yet.
     *
     * @param commandLine that repeats it, for the report
     */
    public LoadCommand(String commandLine) {
        this.commandLine = commandLine;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path workplace = Workplace.create();
        Machine machine = Machine.here();
        LoadRun run = new LoadRun(where.contenders(workplace), contenderNames);
        Findings findings = Findings.none();
        for (Scenario scenario : LoadRun.scenarios(scenarioNames)) {
            findings = findings.and(run.run(scenario.name(), options(workplace)));
        }
        where.publish(Report.of(machine, commandLine, findings));
        return 0;
    }

    private LoadOptions options(Path workplace) {
        return new LoadOptions(
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(longestWarmUp),
                Duration.ofSeconds(mixedSeconds),
                memoryRounds,
                starts,
                crashes,
                reloads,
                computations,
                computeNumbers,
                workplace);
    }
}
