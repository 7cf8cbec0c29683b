package io.baton.master.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.home.DirectoryTree;
import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker.jar among the test's classes stands for the one that the build puts into the jar. */
final class WorkerLibraryTest {

    private static final String JAR = "stands for worker.jar";
    private static final String REDIS_JAR = "stands for redis.jar";

    @TempDir
    private Path temporary = Path.of("");

    @BeforeAll
    static void putJarInside() throws IOException, URISyntaxException {
        Files.createDirectories(jarInside().getParent());
        Files.writeString(jarInside(), JAR);
        Files.writeString(jarInside().resolveSibling("agent.jar"), "stands for agent.jar");
        Files.writeString(jarInside().resolveSibling("redis.jar"), REDIS_JAR);
    }

    @AfterAll
    static void takeJarAway() throws IOException, URISyntaxException {
        Files.delete(jarInside());
        Files.delete(jarInside().resolveSibling("agent.jar"));
        Files.delete(jarInside().resolveSibling("redis.jar"));
    }

    @Test
    void unpacksTheJarAndTheNativeLibrariesIntoAPrivateHome() throws IOException {
        Path home = temporary.resolve("a/home");
        WorkerLibrary library = WorkerLibrary.prepare(home);
        assertThat(library.directory()).hasParent(home.resolve("lib"));
        assertThat(library.workerJar()).hasContent(JAR);
        assertThat(names(library.directory()))
                .hasSize(9)
                .anyMatch(name -> name.startsWith("libnetty_transport_native_epoll_"))
                .contains("libjffi-1.2.so", "files.seal");
        for (Path directory : List.of(home, home.resolve("lib"), library.directory())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
        assertThat(names(home.resolve("lib"))).as("nothing unfinished").hasSize(1);
    }

    @Test
    void workersLoadTheNativeLibrariesFromThere() throws IOException {
        WorkerLibrary library = WorkerLibrary.prepare(temporary.resolve("home"));
        assertThat(library.nativeFlags())
                .containsExactly(
                        "-Djava.library.path=" + library.directory(),
                        "-Djffi.boot.library.path=" + library.directory());
    }

    /** Also if a link without a colon leads to it. */
    @Test
    void aHomeWithAColonInItsPathIsNotUsed() throws IOException {
        Path home = temporary.resolve("a:b/home");
        Path link = temporary.resolve("link");
        Files.createDirectories(home.getParent());
        Files.createSymbolicLink(link, home.getParent());
        for (Path named : List.of(home, link.resolve("home"))) {
            WorkerLibrary library = WorkerLibrary.prepare(named);
            assertThat(library.workerJar()).hasContent(JAR);
            assertThat(library.directory().toString())
                    .contains("baton-library-")
                    .doesNotContain(":");
        }
    }

    @Test
    void theSecondStartUsesWhatTheFirstUnpacked() throws IOException {
        Path home = temporary.resolve("home");
        Path jar = WorkerLibrary.prepare(home).workerJar();
        Object unpacked = Files.getAttribute(jar, "unix:ino");
        WorkerLibrary again = WorkerLibrary.prepare(home);
        assertThat(again.workerJar()).isEqualTo(jar);
        assertThat(Files.getAttribute(jar, "unix:ino")).isEqualTo(unpacked);
    }

    @Test
    void theNextStartUnpacksAnyFileThatIsDamagedOrMissing() throws IOException {
        Path home = temporary.resolve("home");
        Path directory = WorkerLibrary.prepare(home).directory();
        for (String name : names(directory)) {
            Path file = directory.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            byte[] flipped = whole.clone();
            flipped[whole.length / 2] ^= 1;
            for (byte[] damaged : List.of(new byte[0], new byte[whole.length], Arrays.copyOf(whole, 9), flipped)) {
                // The file is replaced and not written to, because this JVM may have the library mapped.
                Files.delete(file);
                Files.write(file, damaged);
                assertWhole(WorkerLibrary.prepare(home), directory);
            }
            Files.delete(file);
            assertWhole(WorkerLibrary.prepare(home), directory);
        }
        assertThat(names(home.resolve("lib"))).as("nothing left of the repairs").hasSize(1);
    }

    @Test
    void theJarForRedisIsUnpackedWhenItIsNeeded() throws IOException {
        WorkerLibrary library = WorkerLibrary.prepare(temporary.resolve("home"));
        assertThat(names(library.directory())).noneMatch(name -> name.startsWith("redis"));
        Path jar = library.redisJar();
        assertThat(jar).hasContent(REDIS_JAR).hasParent(library.directory());
        assertThat(names(library.directory())).hasSize(11).contains("redis.jar", "redis.seal");
        Object unpacked = Files.getAttribute(jar, "unix:ino");
        assertThat(WorkerLibrary.prepare(temporary.resolve("home")).redisJar()).isEqualTo(jar);
        assertThat(Files.getAttribute(jar, "unix:ino")).isEqualTo(unpacked);
    }

    @Test
    void aDamagedJarForRedisIsUnpackedAgain() throws IOException {
        WorkerLibrary library = WorkerLibrary.prepare(temporary.resolve("home"));
        Path jar = library.redisJar();
        for (String damaged : List.of("", "stands for redis.jaR", "stands")) {
            Files.delete(jar);
            Files.writeString(jar, damaged);
            assertThat(library.redisJar()).hasContent(REDIS_JAR);
        }
        Files.delete(jar);
        assertThat(library.redisJar()).hasContent(REDIS_JAR);
        assertThat(names(library.directory())).as("nothing left of the repairs").hasSize(11);
    }

    @Test
    void whoMayReadTheWorkersJarMayReadTheOneForRedis() throws IOException {
        WorkerLibrary library = WorkerLibrary.prepare(temporary.resolve("home"));
        Files.setPosixFilePermissions(library.workerJar(), PosixFilePermissions.fromString("r--r-----"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library.redisJar())))
                .isEqualTo("r--r-----");
    }

    @Test
    void filesThatWereMadeFromADamagedOneAreDeleted() throws IOException {
        Path home = temporary.resolve("home");
        Path directory = WorkerLibrary.prepare(home).directory();
        Path archive = Files.writeString(directory.resolve("worker-17.jsa"), "made from worker.jar");
        Files.writeString(directory.resolve("worker.jar"), "damaged");
        WorkerLibrary.prepare(home);
        assertThat(archive).doesNotExist();
    }

    private static void assertWhole(WorkerLibrary library, Path directory) throws IOException {
        assertThat(library.directory()).isEqualTo(directory);
        assertThat(library.workerJar()).hasContent(JAR);
        assertThat(names(directory)).hasSize(9);
        assertThat(Files.size(directory.resolve("libjffi-1.2.so"))).isGreaterThan(100_000);
    }

    @Test
    void theLibraryOfARunningMasterStaysHoweverManyOthersStart() throws IOException {
        Path home = temporary.resolve("home");
        Path running = Files.createDirectories(home.resolve("lib/running"));
        Path ended = Files.createDirectories(home.resolve("lib/ended"));
        Path previous = Files.createDirectories(home.resolve("lib/previous"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(running, FileTime.fromMillis(1_000));
        Files.setLastModifiedTime(ended, FileTime.fromMillis(2_000));
        Files.setLastModifiedTime(previous, FileTime.fromMillis(3_000));
        try (Flock heldByItsMaster = Objects.requireNonNull(Flock.shared(running))) {
            Path current = WorkerLibrary.prepare(home).directory();
            assertThat(home.resolve("lib")).isDirectoryContaining(current::equals);
            assertThat(heldByItsMaster.isAtItsPath()).isTrue();
            assertThat(previous).exists();
            assertThat(ended).doesNotExist();
            assertThat(Flock.exclusive(current))
                    .as("this process has locked its own")
                    .isNull();
        }
    }

    @Test
    void unpackingDeletesAllVersionsButThePreviousOne() throws IOException {
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
    void aHomeThatCannotBeCreatedCostsTimeAndNotTheStart() throws IOException {
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
        DirectoryTree.delete(library.directory());
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
        return tests.resolve("io/baton/master/jvm/worker.jar");
    }
}
