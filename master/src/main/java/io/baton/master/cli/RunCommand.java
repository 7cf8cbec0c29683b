package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.RunConfig;
import io.baton.master.config.Timeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: the master in the foreground. Also what happens when no command is named. */
@Command(
        name = "run",
        description =
                "Accepts on a port and hands each connection over to one of several worker JVMs, in the foreground.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RunCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "app.jar",
            description = "A jar with an io.baton.worker.spi.Application as a service; default: the built-in one.")
    private @Nullable Path application;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "Port to listen on, 0 for any free one. Default: $$PORT, else 3000.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Address or name to listen on. Default: every address, IPv6 and IPv4.")
    private @Nullable String host;

    @Option(
            names = {"-i", "--instances"},
            paramLabel = "N",
            description =
                    "Workers: a number, 'max' for one per core, -1 for one less. Default: $$WEB_CONCURRENCY, else max.")
    private @Nullable String instances;

    @Option(
            names = "--spares",
            paramLabel = "N",
            description = "Idle workers that take a dead one's seat at once. Default: 1 with several workers, else 0.")
    private @Nullable Integer spares;

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
            names = "--demo-faults",
            description = "Adds /throw, /block?ms=, /oom and /exit?code= to the built-in application.")
    private boolean demoFaults;

    @Option(
            names = "--archive",
            paramLabel = "off|auto",
            description = "Class-data archive for faster worker starts, made in the background. Default: auto.")
    private String archive = "auto";

    /**
     * What the options, the environment and the defaults say together, in that order.
     *
     * @throws ConfigException if any of it cannot be
     */
    RunConfig config(Map<String, String> environment) {
        return new RunConfig(
                host,
                port != null ? port : port(environment),
                workers(instances != null ? instances : environment.getOrDefault("WEB_CONCURRENCY", "max")),
                spares == null ? OptionalInt.empty() : OptionalInt.of(spares),
                application(),
                workerOptions(),
                usesArchive(),
                Timeouts.DEFAULT);
    }

    private static int port(Map<String, String> environment) {
        String text = environment.getOrDefault("PORT", "3000");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ConfigException("PORT: " + text + " (expected: 0..65535)");
        }
    }

    private static int workers(String text) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (text.equals("max")) {
            return cores;
        }
        try {
            int number = Integer.parseInt(text);
            return number == -1 ? Math.max(1, cores - 1) : number;
        } catch (NumberFormatException e) {
            throw new ConfigException("instances: " + text + " (expected: a number, max or -1)");
        }
    }

    private @Nullable Path application() {
        if (application != null && !Files.isRegularFile(application)) {
            throw new ConfigException("application: " + application + " (expected: a jar file)");
        }
        if (application != null && application.toString().indexOf(':') >= 0) {
            throw new ConfigException("application: " + application + " (expected: a path without ':')");
        }
        return application == null ? null : application.toAbsolutePath();
    }

    private List<String> workerOptions() {
        List<String> options = new ArrayList<>();
        if (demoFaults) {
            options.addAll(List.of("--demo-faults", "true"));
        }
        addOption(options, "compute-threads", computeThreads);
        addOption(options, "compute-queue", computeQueue);
        return options;
    }

    private void addOption(List<String> options, String name, @Nullable Integer value) {
        if (value != null) {
            if (value < 1 || value > 1024) {
                throw new ConfigException("--" + name + ": " + value + " (expected: 1..1024)");
            }
            options.addAll(List.of("--" + name, value.toString()));
        }
    }

    private boolean usesArchive() {
        if (!archive.equals("off") && !archive.equals("auto")) {
            throw new ConfigException("--archive: " + archive + " (expected: off or auto)");
        }
        return archive.equals("auto");
    }
}
