package io.baton.bench;

import io.baton.bench.load.LoadOptions;
import io.baton.bench.load.LoadRun;
import io.baton.bench.load.Scenario;
import io.baton.bench.load.WhereOptions;
import io.baton.bench.load.Workplace;
import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Machine;
import io.baton.bench.load.figure.Report;
import io.baton.bench.threads.ThreadsCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code all}: every scenario, workers beside threads, and the parts, short enough that a machine can be kept quiet for it. */
@Command(
        name = "all",
        description = "Measures everything on this machine, in some 15 minutes.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class AllCommand implements Callable<Integer> {

    private static final long COMPUTE_NUMBERS = 1_000_000_000;

    private static final int THREADS = 4;

    @Option(names = "--times", description = "Makes each measurement longer by this factor, for finer figures.")
    private int times = 1;

    @Mixin
    private WhereOptions where = new WhereOptions();

    private final String commandLine;

    AllCommand(String commandLine) {
        this.commandLine = commandLine;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path workplace = Workplace.create();
        Machine machine = Machine.here();
        List<Contender> contenders = where.contenders(workplace);
        LoadRun run = new LoadRun(contenders, List.of());
        LoadOptions options = options(workplace);
        Findings findings = Findings.none();
        for (Scenario scenario : LoadRun.scenarios(List.of("all"))) {
            boolean once = scenario.name().equals("growth");
            findings = findings.and(run.run(scenario.name(), once ? options.once() : options));
        }
        findings = findings.and(ThreadsCommand.measure(contenders, workplace, THREADS, times));
        findings = findings.and(QuickBenchmarks.run(times));
        where.publish(Report.of(machine, commandLine, findings));
        return 0;
    }

    private LoadOptions options(Path workplace) {
        return new LoadOptions(
                3,
                Duration.ofSeconds(2L * times),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10L * times),
                Duration.ofSeconds(5L * times),
                times,
                5 * times,
                3 * times,
                4 * times,
                List.of(2, 16),
                COMPUTE_NUMBERS,
                workplace);
    }
}
