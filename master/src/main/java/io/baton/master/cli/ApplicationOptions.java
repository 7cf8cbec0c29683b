package io.baton.master.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What workers are told for their application. The master passes these on, checked, and has no use for them itself. */
final class ApplicationOptions {

    private static final int MAX_COMPUTATIONS = 1024;
    private static final long DAY_MS = 24 * 60 * 60 * 1000;

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
            names = "--compute-timeout",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "For a computation, from its request; longer gets 503. Default: 5m.")
    private @Nullable Long computeTimeout;

    @Option(
            names = "--demo-faults",
            description = "Adds /throw, /block?ms=, /oom and /exit?code= to the built-in application.")
    private boolean demoFaults;

    ArgumentList asArguments() {
        ArgumentList arguments = new ArgumentList()
                .add("compute-threads", computeThreads, 1, MAX_COMPUTATIONS)
                .add("compute-queue", computeQueue, 1, MAX_COMPUTATIONS)
                .add("compute-timeout", computeTimeout, 1, DAY_MS);
        return demoFaults ? arguments.add("demo-faults", "true") : arguments;
    }
}
