package io.baton.bench.load.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A server that knows nothing of Baton as one worker of a master, so that its cost is comparable with that of the server
 * alone. The archive of the server, which the first run makes in the background, is there unless the options forbid it.
 *
 * @param jar of the server, if one was named
 * @param home where the archive is kept, one for each set of options
 */
record BatonServer(String name, Path masterJar, Optional<Path> jar, Path home, List<String> options)
        implements Contender {

    private static final Duration LONGEST_TRAINING = Duration.ofMinutes(3);

    @Override
    public Set<Ability> abilities() {
        return Set.of();
    }

    @Override
    public Optional<String> missing() {
        return Files.isRegularFile(masterJar) ? UnmodifiedServer.missing(jar) : Optional.of("there is no " + masterJar);
    }

    @Override
    public Optional<String> caveat() {
        return wantsArchive() && !isTrained()
                ? Optional.of("no archive was made in " + LONGEST_TRAINING.toSeconds() + " s: measured without")
                : Optional.empty();
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Java.binary(), "-jar", masterJar.toString(), "run"));
        command.addAll(List.of("-i", "1", "-p", String.valueOf(port)));
        command.addAll(options);
        command.add(jar.orElseThrow().toString());
        Launch launch = new Launch(command, Map.of("BATON_HOME", home.toString()));
        if (wantsArchive() && !Files.exists(home)) {
            train(launch, port, directory);
        }
        return launch;
    }

    private boolean wantsArchive() {
        return !options.contains("--archive");
    }

    private void train(Launch launch, int port, Path directory) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_TRAINING.toNanos();
        try (Server first = Server.start(name, launch, port, Files.createDirectory(directory.resolve("first")))) {
            first.awaitAnswer();
            while (!isTrained() && System.nanoTime() < end) {
                Thread.sleep(100);
            }
        }
    }

    private boolean isTrained() {
        Path servers = home.resolve("server");
        if (!Files.isDirectory(servers)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(servers)) {
            return files.map(Path::toString).anyMatch(file -> file.endsWith(".jsa") || file.endsWith(".aot"));
        } catch (IOException | UncheckedIOException e) {
            // The archive is renamed when it is whole; the walk saw it under its old name.
            return false;
        }
    }
}
