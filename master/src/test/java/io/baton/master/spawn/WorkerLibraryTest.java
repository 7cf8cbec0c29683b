package io.baton.master.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a worker.jar of its own among the test's classes, which stands for the one that the build puts inside. */
final class WorkerLibraryTest {

    private static final String JAR = "stands for worker.jar";

    @TempDir
    private Path temporary = Path.of("");

    @BeforeAll
    static void putJarInside() throws IOException, URISyntaxException {
        Files.createDirectories(jarInside().getParent());
        Files.writeString(jarInside(), JAR);
    }

    @AfterAll
    static void takeJarAway() throws IOException, URISyntaxException {
        Files.delete(jarInside());
    }

    @Test
    void unpacksTheJarAndTheNativeLibrariesIntoAPrivateHome() throws IOException {
        Path home = temporary.resolve("a/home");
        WorkerLibrary library = WorkerLibrary.prepare(home);
        assertThat(library.directory()).hasParent(home.resolve("lib"));
        assertThat(library.workerJar()).hasContent(JAR);
        assertThat(names(library.directory()))
                .hasSize(3)
                .anyMatch(name -> name.startsWith("libnetty_transport_native_epoll_"))
                .contains("libjffi-1.2.so");
        for (Path directory : List.of(home, home.resolve("lib"), library.directory())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
        assertThat(names(home.resolve("lib"))).as("nothing half unpacked").hasSize(1);
    }

    @Test
    void workersLoadTheNativeLibrariesFromThere() throws IOException {
        WorkerLibrary library = WorkerLibrary.prepare(temporary.resolve("home"));
        assertThat(library.nativeFlags())
                .containsExactly(
                        "-Djava.library.path=" + library.directory(),
                        "-Djffi.boot.library.path=" + library.directory());
    }

    @Test
    void theSecondStartUsesWhatTheFirstUnpacked() throws IOException {
        Path home = temporary.resolve("home");
        Path jar = WorkerLibrary.prepare(home).workerJar();
        Files.writeString(jar, "as unpacked first");
        WorkerLibrary again = WorkerLibrary.prepare(home);
        assertThat(again.workerJar()).isEqualTo(jar).hasContent("as unpacked first");
    }

    @Test
    void unpackingRemovesTheVersionsBeforeThePreviousOne() throws IOException {
        Path lib = temporary.resolve("home/lib");
        Files.createDirectories(lib);
        Files.setPosixFilePermissions(temporary.resolve("home"), PosixFilePermissions.fromString("rwx------"));
        Path older = Files.createDirectory(lib.resolve("older"));
        Path previous = Files.createDirectory(lib.resolve("previous"));
        Files.setLastModifiedTime(older, FileTime.fromMillis(1_000));
        Files.setLastModifiedTime(previous, FileTime.fromMillis(2_000));
        WorkerLibrary library = WorkerLibrary.prepare(temporary.resolve("home"));
        assertThat(library.workerJar()).exists();
        assertThat(previous).exists();
        assertThat(older).doesNotExist();
    }

    @Test
    void aHomeThatOthersCanWriteIsNotUsedEvenIfItWasOnce() throws IOException {
        Path home = temporary.resolve("home");
        WorkerLibrary before = WorkerLibrary.prepare(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertIsElsewhere(WorkerLibrary.prepare(home), home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        assertThat(WorkerLibrary.prepare(home).directory()).isEqualTo(before.directory());
    }

    @Test
    void aHomeThatIsALinkIsNotFollowed() throws IOException {
        Path target = Files.createDirectory(temporary.resolve("target"));
        Path home = Files.createSymbolicLink(temporary.resolve("home"), target);
        assertIsElsewhere(WorkerLibrary.prepare(home), home);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aHomeThatCannotBeMadeCostsTimeAndNotTheStart() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");
        assertIsElsewhere(WorkerLibrary.prepare(file), file);
        assertIsElsewhere(WorkerLibrary.prepare(file.resolve("home")), file);
        Path tooLong = temporary.resolve("x".repeat(300));
        assertIsElsewhere(WorkerLibrary.prepare(tooLong), tooLong);
        assertThat(file).hasContent("in the way");
    }

    @Test
    void aVersionThatOthersCanWriteIsNotUsed() throws IOException {
        Path home = temporary.resolve("home");
        Path directory = WorkerLibrary.prepare(home).directory();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertIsElsewhere(WorkerLibrary.prepare(home), home);
    }

    private static void assertIsElsewhere(WorkerLibrary library, Path refused) throws IOException {
        assertThat(library.directory().startsWith(refused)).isFalse();
        assertThat(library.workerJar()).hasContent(JAR);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library.directory())))
                .isEqualTo("rwx------");
        StaleVersions.delete(library.directory());
        assertThat(library.directory()).doesNotExist();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (FileSystemException e) {
            throw new AssertionError(e);
        }
    }

    private static Path jarInside() throws URISyntaxException {
        Path tests = Path.of(WorkerLibraryTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return tests.resolve("io/baton/master/spawn/worker.jar");
    }
}
