package io.baton.bench.load.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A master that hands each connection over to one of two workers; as its user starts it, on a machine where it ran before:
 * the class-data archive, which the first run makes in the background, is there.
 */
final class Baton implements Contender {

    private static final Duration LONGEST_TRAINING = Duration.ofSeconds(60);

    private final Path masterJar;
    private final Path home;

    Baton(Path masterJar, Path home) {
        this.masterJar = masterJar;
        this.home = home;
    }

    @Override
    public String name() {
        return "baton";
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.COMPUTES, Ability.REPLACES_WORKERS);
    }

    @Override
    public Optional<String> missing() {
        return Files.isRegularFile(masterJar) ? Optional.empty() : Optional.of("there is no " + masterJar);
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException, InterruptedException {
        Launch launch = new Launch(
                List.of(
                        Java.binary(),
                        "-jar",
                        masterJar.toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "-i",
                        "2"),
                Map.of("BATON_HOME", home.toString()));
        if (!isTrained()) {
            train(launch, port, directory);
        }
        return launch;
    }

    private void train(Launch launch, int port, Path directory) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_TRAINING.toNanos();
        try (Server first = Server.start(name(), launch, port, Files.createDirectory(directory.resolve("first")))) {
            first.awaitAnswer();
            while (!isTrained() && System.nanoTime() < end) {
                Thread.sleep(100);
            }
        }
        if (!isTrained()) {
            throw new IOException("baton made no class-data archive in " + LONGEST_TRAINING.toSeconds() + " s");
        }
    }

    private boolean isTrained() throws IOException {
        if (!Files.isDirectory(home)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(home)) {
            return files.map(Path::toString).anyMatch(file -> file.endsWith(".jsa") || file.endsWith(".aot"));
        } catch (UncheckedIOException e) {
            // The archive is renamed when it is whole; the walk saw it under its old name.
            return false;
        }
    }
}
