package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.RunConfig;
import io.baton.master.config.Timeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: the master in the foreground. Also what happens when no command is named. */
@Command(
        name = "run",
        description =
                "Accepts on a port and hands each connection over to one of several worker JVMs, in the foreground.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RunCommand implements Runnable {

    private final ToIntFunction<RunConfig> run;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "app.jar",
            description = "A jar with an io.baton.worker.spi.Application as a service; default: the built-in one.")
    private @Nullable Path application;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            defaultValue = "${env:PORT:-3000}",
            description = "Port to listen on, 0 for any free one. Default: $$PORT, else 3000.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Address or name to listen on. Default: every address, IPv6 and IPv4.")
    private @Nullable String host;

    @Option(
            names = {"-i", "--instances"},
            paramLabel = "N",
            defaultValue = "${env:WEB_CONCURRENCY:-max}",
            description =
                    "Workers: a number, 'max' for one per core, -1 for one less. Default: $$WEB_CONCURRENCY, else max.")
    private String instances = "max";

    @Option(
            names = "--compute-threads",
            paramLabel = "N",
            description = "Computations at once in a worker. Default: cores / workers, at least 1.")
    private @Nullable Integer computeThreads;

    @Option(
            names = "--compute-queue",
            paramLabel = "N",
            description = "Computations that may wait in a worker. Default: 16.")
    private @Nullable Integer computeQueue;

    @Option(
            names = "--archive",
            paramLabel = "off|auto",
            defaultValue = "auto",
            description = "Class-data archive for faster worker starts, made in the background. Default: auto.")
    private String archive = "auto";

    RunCommand(ToIntFunction<RunConfig> run) {
        this.run = run;
    }

    private int exitCode = ExitCode.OK;

    @Override
    public void run() {
        exitCode = run.applyAsInt(config());
    }

    int exitCode() {
        return exitCode;
    }

    private RunConfig config() {
        try {
            return new RunConfig(
                    host, port, workers(), application(), workerOptions(), usesArchive(), Timeouts.DEFAULT);
        } catch (ConfigException e) {
            throw usage(e.getMessage());
        }
    }

    private int workers() {
        int cores = Runtime.getRuntime().availableProcessors();
        if (instances.equals("max")) {
            return cores;
        }
        try {
            int number = Integer.parseInt(instances);
            return number == -1 ? Math.max(1, cores - 1) : number;
        } catch (NumberFormatException e) {
            throw usage("instances: " + instances + " (expected: a number, max or -1)");
        }
    }

    private @Nullable Path application() {
        if (application != null && !Files.isRegularFile(application)) {
            throw usage("application: " + application + " (expected: a jar file)");
        }
        return application == null ? null : application.toAbsolutePath();
    }

    private List<String> workerOptions() {
        List<String> options = new ArrayList<>();
        addOption(options, "compute-threads", computeThreads, 1);
        addOption(options, "compute-queue", computeQueue, 0);
        return options;
    }

    private void addOption(List<String> options, String name, @Nullable Integer value, int least) {
        if (value != null) {
            if (value < least || value > 1024) {
                throw usage("--" + name + ": " + value + " (expected: " + least + "..1024)");
            }
            options.addAll(List.of("--" + name, value.toString()));
        }
    }

    private boolean usesArchive() {
        if (!archive.equals("off") && !archive.equals("auto")) {
            throw usage("--archive: " + archive + " (expected: off or auto)");
        }
        return archive.equals("auto");
    }

    private ParameterException usage(@Nullable String message) {
        return new ParameterException(new CommandLine(spec == null ? CommandSpec.create() : spec), message);
    }
}
