package io.baton.bench.load.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks a running server to replace its workers, and waits until it has. */
final class Reload {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Launch launch;
    private final ProcessHandle server;
    private final Path directory;

    /** Of a server that was started so. */
    Reload(Launch launch, ProcessHandle server, Path directory) {
        this.launch = launch;
        this.server = server;
        this.directory = directory;
    }

    Duration run() throws IOException, InterruptedException {
        List<ProcessHandle> before;
        try (Stream<ProcessHandle> children = server.children()) {
            before = children.toList();
        }
        long startNanos = System.nanoTime();
        command(startNanos);
        while (before.stream().anyMatch(ProcessHandle::isAlive)) {
            requireTime(
                    startNanos, before.stream().filter(ProcessHandle::isAlive).count() + " earlier workers are left");
            Thread.sleep(2);
        }
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private void command(long startNanos) throws IOException, InterruptedException {
        List<String> words = launch.reload().stream()
                .map(word -> word.replace(Launch.PID, String.valueOf(server.pid())))
                .toList();
        Path output = directory.resolve("reload-output");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_NANOS, TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
            requireTime(startNanos, "the command has not ended");
        }
        if (process.waitFor() != 0) {
            throw new IOException("reload ended with " + process.exitValue() + ": "
                    + Files.readString(output, StandardCharsets.UTF_8).strip());
        }
    }

    private static void requireTime(long startNanos, String what) throws IOException {
        if (System.nanoTime() - startNanos > LONGEST_NANOS) {
            throw new IOException("reload: " + what + " after a minute");
        }
    }
}
