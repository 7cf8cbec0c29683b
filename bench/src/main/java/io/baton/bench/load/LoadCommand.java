package io.baton.bench.load;

import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.figure.Machine;
import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code load}: measures whole servers on this machine and prints a table. */
@Command(
        name = "load",
        description = "Measures Baton and its peers on this machine, in turn, over the loopback interface.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {

    private final List<String> arguments;

    @Option(names = "--scenario", split = ",", description = "keepalive, connect, mixed, startup, crash.")
    private List<String> scenarioNames = List.of("keepalive", "connect");

    @Option(names = "--contender", split = ",", description = "Any of the default's.")
    private List<String> contenderNames =
            List.of("baton", "netty", "node-cluster", "node", "nginx", "c-handoff", "c-direct");

    @Option(names = "--rounds", description = "How often each contender is measured under load.")
    private int rounds = 3;

    @Option(names = "--seconds", description = "How long each of these measurements takes.")
    private int seconds = 5;

    @Option(names = "--warm-up", description = "Seconds under load, at least, before the first of them.")
    private int warmUp = 3;

    @Option(names = "--starts", description = "startup: how often.")
    private int starts = 10;

    @Option(names = "--crashes", description = "crash: how often a worker is killed.")
    private int crashes = 5;

    @Option(names = "--mixed-seconds", description = "mixed: how long each of its runs takes.")
    private int mixedSeconds = 20;

    @Option(names = "--computations", split = ",", description = "mixed: how many at once, one run for each number.")
    private List<Integer> computations = List.of(2, 16);

    @Option(names = "--compute-numbers", description = "mixed: how many numbers a computation adds.")
    private long computeNumbers = 1_000_000_000;

    @Option(names = "--master", description = "Baton's jar; default: master/target/master.jar beside this module.")
    private @Nullable Path master;

    @Option(names = "--json", description = "Also writes all values to this file.")
    private @Nullable Path json;

    private LoadCommand(String[] arguments) {
        this.arguments = List.of(arguments);
    }

    /** Runs the command. Returns the exit code: 0, 1 after a failure, 2 after a wrong option. */
    public static int execute(String[] arguments) {
        return new CommandLine(new LoadCommand(arguments))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof IllegalArgumentException || failure instanceof IOException) {
                        System.err.println("load: " + failure.getMessage());
                        return failure instanceof IOException ? 1 : 2;
                    }
                    throw failure;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path workplace = Workplace.create();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // Nothing, unless this program is interrupted.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Workplace.remove(workplace);
        }));
        LoadOptions options = new LoadOptions(
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(mixedSeconds),
                starts,
                crashes,
                computations,
                computeNumbers,
                workplace);
        Report report = measure(options);
        System.out.print(report.markdown());
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private Report measure(LoadOptions options) throws IOException, InterruptedException {
        Machine machine = Machine.here();
        List<String> skipped = new ArrayList<>();
        List<Contender> contenders = present(contenders(options.workplace()), skipped);
        List<Measurement> measurements = new ArrayList<>();
        for (Scenario scenario : chosen("scenario", scenarioNames, Scenario.all(), Scenario::name)) {
            if (scenario.missing().isPresent()) {
                skipped.add(scenario.name() + ": " + scenario.missing().get());
                continue;
            }
            List<Contender> suited = new ArrayList<>();
            for (Contender contender : contenders) {
                if (scenario.suits(contender)) {
                    suited.add(contender);
                } else {
                    skipped.add(contender.name() + " in " + scenario.name() + ": cannot do what is asked there");
                }
            }
            measurements.addAll(scenario.run(suited, options));
        }
        String command = "java -jar bench/target/bench.jar load " + String.join(" ", arguments);
        return Report.of(machine, command, skipped, measurements);
    }

    private List<Contender> contenders(Path workplace) {
        Path benchJar = ownJar();
        Path beside = benchJar.resolve("../../../master/target/master.jar").normalize();
        Path masterJar = master == null ? beside : master.toAbsolutePath();
        List<Contender> all = Contender.all(masterJar, benchJar, workplace.resolve("home"));
        return chosen("contender", contenderNames, all, Contender::name);
    }

    private static List<Contender> present(List<Contender> contenders, List<String> skipped) {
        List<Contender> present = new ArrayList<>();
        for (Contender contender : contenders) {
            contender
                    .missing()
                    .ifPresentOrElse(
                            reason -> skipped.add(contender.name() + ": " + reason), () -> present.add(contender));
        }
        return present;
    }

    private static <T> List<T> chosen(String what, List<String> names, List<T> all, Function<T, String> nameOf) {
        List<T> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(all.stream()
                    .filter(one -> nameOf.apply(one).equals(name))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException(what + ": " + name + " (expected: one of "
                            + String.join(", ", all.stream().map(nameOf).toList()) + ")")));
        }
        return chosen;
    }

    private static Path ownJar() {
        return Path.of(URI.create(LoadCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }
}
