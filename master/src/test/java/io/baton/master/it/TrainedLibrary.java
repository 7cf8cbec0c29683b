package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The unpacked library of the packaged jar, with class-data archives of the JVM under test: what a home has after its first
 * start. Masters of many tests start from it in less than two thirds of the time. The first test makes it, and no test changes it.
 */
final class TrainedLibrary {

    private static final long LIMIT_SECONDS = 90;
    private static final Set<String> SEALS = Set.of(".jsa.seal", ".aot.seal");

    private TrainedLibrary() {}

    /** Makes the library if there is none of this jar and this JVM. Two JVMs that run tests do that one after the other. */
    static synchronized Path directory() throws IOException {
        Path home = Path.of("target", "it-home").toAbsolutePath();
        Files.createDirectories(
                home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path lib = home.resolve("lib");
        try (FileChannel channel = FileChannel.open(
                        home.resolve("tests.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            Path mark = home.resolve(mark());
            if (!Files.exists(mark) || !hasArchive(lib, "worker-") || !hasArchive(lib, "master-")) {
                train(home, lib);
                Files.deleteIfExists(mark);
                Files.createFile(mark);
            }
        }
        return lib;
    }

    /** Changes with the jar and with the JVM. */
    private static String mark() throws IOException {
        Path jar = MasterCommand.packagedJar();
        String identity = Files.size(jar) + " " + Files.getLastModifiedTime(jar) + " " + MasterCommand.java();
        return "trained-" + Integer.toHexString(identity.hashCode());
    }

    /** The worker's archive is made while a master runs. The master's own is recorded at its end and found by the next one. */
    private static void train(Path home, Path lib) {
        if (Files.exists(lib)) {
            MasterCommand.deleteTree(lib);
        }
        try (MasterProcess first = run(home)) {
            Awaitility.await("archive of the workers")
                    .atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .until(() -> hasArchive(lib, "worker-"));
            stop(first);
        }
        try (MasterProcess second = run(home)) {
            stop(second);
        }
        assertThat(hasArchive(lib, "master-"))
                .as("archive of the master in %s", lib)
                .isTrue();
    }

    private static MasterProcess run(Path home) {
        return new MasterCommand().home(home).start("-i", "1", "--archive", "auto");
    }

    private static void stop(MasterProcess master) {
        master.awaitReady(1);
        Proc.signal(master.pid(), Processes.SIGTERM);
        assertThat(master.exitCode(Duration.ofSeconds(LIMIT_SECONDS))).isZero();
    }

    private static boolean hasArchive(Path lib, String whose) {
        try (Stream<Path> files = Files.walk(lib)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith(whose) && SEALS.stream().anyMatch(name::endsWith));
        } catch (IOException | UncheckedIOException e) {
            // Files come and go while it is made.
            return false;
        }
    }
}
