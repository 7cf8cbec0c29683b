package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What workers are told for their application. The master passes these on, checked, and has no use for them itself. */
final class ApplicationOptions {

    private static final int MAX_COMPUTATIONS = 1024;

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

    /** {@code --name}, value, ... as {@code io.baton.worker.spi.Worker.options()} has them. */
    List<String> asArguments() {
        List<String> arguments = new ArrayList<>();
        if (demoFaults) {
            arguments.addAll(List.of("--demo-faults", "true"));
        }
        add(arguments, "compute-threads", computeThreads);
        add(arguments, "compute-queue", computeQueue);
        return arguments;
    }

    private static void add(List<String> arguments, String name, @Nullable Integer value) {
        if (value != null) {
            if (value < 1 || value > MAX_COMPUTATIONS) {
                throw new ConfigException("--" + name + ": " + value + " (expected: 1.." + MAX_COMPUTATIONS + ")");
            }
            arguments.addAll(List.of("--" + name, value.toString()));
        }
    }
}
