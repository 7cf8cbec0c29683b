package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Machine;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many workers, and how they are started. */
final class WorkerOptions {

    /** What a worker of the built-in application comes to have under load. */
    private static final int WORKER_MB = 70;

    @Option(
            names = {"-i", "--instances"},
            paramLabel = "N",
            description =
                    "Workers: a number, 'max', 'auto' or 0 for one per core, -1 for one less. Default: $$WEB_CONCURRENCY,"
                            + " else max, or fewer where memory is short.")
    private @Nullable String instances;

    @Option(
            names = "--spares",
            paramLabel = "N",
            description = "Idle workers that take a dead one's seat at once. Default: 1 with several workers, else 0.")
    private @Nullable Integer spares;

    @Option(
            names = "--archive",
            paramLabel = "off|auto",
            description = "Class-data archive for faster worker starts, made in the background. Default: auto.")
    private String archive = "auto";

    int workers(Map<String, String> environment) {
        String text = instances != null ? instances : Variables.value(environment, "WEB_CONCURRENCY");
        int cores = Runtime.getRuntime().availableProcessors();
        if (text == null) {
            return Math.max(1, Math.min(cores, affordable(Machine.now().memoryBytes())));
        }
        if (text.equals("max") || text.equals("auto")) {
            return cores;
        }
        try {
            int number = Integer.parseInt(text);
            // As pm2 reads it: from all cores on, downwards.
            return number > 0 ? number : Math.max(1, cores + number);
        } catch (NumberFormatException e) {
            throw new ConfigException((instances != null ? "instances: " : "WEB_CONCURRENCY: ") + text
                    + " (expected: a number, max, auto or -1)");
        }
    }

    /** So that a container with many cores and little memory is not filled with workers that nobody asked for. */
    private static int affordable(long memoryBytes) {
        return (int) Math.min(Integer.MAX_VALUE, (memoryBytes >> 20) / WORKER_MB);
    }

    OptionalInt spares() {
        return spares == null ? OptionalInt.empty() : OptionalInt.of(spares);
    }

    boolean usesArchive() {
        if (!archive.equals("off") && !archive.equals("auto")) {
            throw new ConfigException("--archive: " + archive + " (expected: off or auto)");
        }
        return archive.equals("auto");
    }
}
