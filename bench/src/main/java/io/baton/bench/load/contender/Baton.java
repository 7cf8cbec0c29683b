package io.baton.bench.load.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A master with its workers, as its user starts it, on a machine where it ran before: the class-data archive, which the
 * first run makes in the background, is there.
 *
 * @param home where the archive is kept; one for all
 * @param options all but the port, which is in the environment
 * @param environment added to that of this process
 */
record Baton(String name, Path masterJar, Path home, int workers, List<String> options, Map<String, String> environment)
        implements Contender {

    private static final Duration LONGEST_TRAINING = Duration.ofSeconds(60);

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.COMPUTES, Ability.REPLACES_WORKERS, Ability.RELOADS);
    }

    @Override
    public Optional<String> missing() {
        return Files.isRegularFile(masterJar) ? Optional.empty() : Optional.of("there is no " + masterJar);
    }

    @Override
    public Optional<String> caveat() {
        return Files.exists(untrained())
                ? Optional.of(
                        "no class-data archive was made in " + LONGEST_TRAINING.toSeconds() + " s: measured without")
                : Optional.empty();
    }

    @Override
    public Optional<Contender> withWorkers(int count) {
        return Optional.of(new Baton(name, masterJar, home, count, options, environment));
    }

    @Override
    public Optional<Contender> withApplication(Path jar, Map<String, String> variables) {
        List<String> withJar = new ArrayList<>(options);
        withJar.add(jar.toString());
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return Optional.of(new Baton(name, masterJar, home, workers, withJar, all));
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Java.binary(), "-jar", masterJar.toString()));
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("BATON_HOME", home.toString());
        variables.put("PORT", String.valueOf(port));
        variables.put("WEB_CONCURRENCY", String.valueOf(workers));
        if (!isTrained() && !Files.exists(untrained())) {
            train(new Launch(command, variables), port, directory);
        }
        command.addAll(options);
        return new Launch(command, variables).reloadedBy(Java.binary(), "-jar", masterJar.toString(), "reload", "all");
    }

    private void train(Launch launch, int port, Path directory) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_TRAINING.toNanos();
        try (Server first = Server.start(name, launch, port, Files.createDirectory(directory.resolve("first")))) {
            first.awaitAnswer();
            while (!isTrained() && System.nanoTime() < end) {
                Thread.sleep(100);
            }
        }
        if (!isTrained()) {
            Files.createFile(untrained());
        }
    }

    /** Not empty if the archive could not be made: on a busy machine the training never gets its turn. */
    private Path untrained() {
        return home.resolveSibling("untrained");
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
