package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.MasterEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several masters share one home, and mend it when it is damaged. */
@Tag("long")
final class HomeIT {

    private static final Pattern DAMAGED = Pattern.compile("damaged");
    private static final Pattern JVM_NOISE = Pattern.compile("^(\\[\\d|WARNING:|OpenJDK|#|Error|Exception)");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aMasterReplacesItsWorkersHoweverManyOtherVersionsStartedSince() throws IOException, InterruptedException {
        Path home = directory.resolve("home");
        try (MasterProcess master = new MasterCommand().home(home).start()) {
            master.awaitReady(2);
            // So that a start that removes old versions finds it the oldest.
            Path lib = home.resolve("lib");
            for (Path version : list(lib)) {
                Files.setLastModifiedTime(version, FileTime.fromMillis(1_000));
            }
            String port = String.valueOf(master.port());
            for (int version = 1; version <= 4; version++) {
                Path jar = Files.copy(MasterCommand.packagedJar(), directory.resolve("master-" + version + ".jar"));
                assertThat(new MasterCommand()
                                .home(home)
                                .jar(jar)
                                .run("run", "--port", port)
                                .exitCode())
                        .as("port in use")
                        .isEqualTo(1);
            }
            assertThat(list(lib)).as("its own, and the two newest").hasSize(3);
            Proc.signal(master.children().get(0), Processes.SIGKILL);
            master.awaitReady(3);
            stop(master);
        }
    }

    /** The spellings share one home, where the first records the archives that the others start from. */
    @Test
    void theArchiveFitsByWhateverPathTheJarIsStartedAndNoJvmPrintsAnything() throws IOException {
        Path home = directory.resolve("home");
        Path jar = Files.copy(MasterCommand.packagedJar(), directory.resolve("a.jar"));
        Path link = Files.createSymbolicLink(directory.resolve("link.jar"), jar);
        Path linkedParent = Files.createSymbolicLink(directory.resolve("parent"), directory);
        Path java = Files.createSymbolicLink(directory.resolve("java"), Path.of(MasterCommand.java()));
        try (MasterProcess first = inDirectory(home).jar(Path.of("a.jar")).start("--archive", "auto")) {
            first.awaitEvent(MasterEvent.ArchiveMade.class, made -> true);
            assertQuiet(first);
        }
        List<MasterCommand> spellings = List.of(
                inDirectory(home).jar(Path.of("./../" + directory.getFileName() + "/a.jar")),
                new MasterCommand().home(home).jar(link).java(java),
                new MasterCommand().home(linkedParent.resolve("home")).jar(linkedParent.resolve("a.jar")),
                inDirectory(home).jar(Path.of("a.jar")),
                new MasterCommand().home(home).jar(jar),
                new MasterCommand().home(home).jar(link));
        for (MasterCommand spelling : spellings.subList(0, Scale.of(3, spellings.size()))) {
            try (MasterProcess master = spelling.start("--archive", "auto")) {
                master.awaitReady(2);
                assertThat(maps(master.pid())).containsPattern("/master-.*\\.jsa\n");
                assertThat(maps(master.children().get(0))).containsPattern("/worker-.*\\.(jsa|aot)\n");
                assertQuiet(master);
            }
        }
        Files.delete(java);
        assertThat(list(home.resolve("lib"))).hasSize(1);
        // The operator's own flags, and none of ours.
        try (MasterProcess master =
                inDirectory(home).jar(Path.of("a.jar")).jvm("-Xmx100m").start("--archive", "auto")) {
            master.awaitReady(2);
            assertQuiet(master);
        }
    }

    @Test
    void aDamagedHomeIsMendedAndTheLogNamesEachFile() throws IOException {
        Path home = directory.resolve("home");
        try (MasterProcess first = start(home)) {
            first.awaitEvent(MasterEvent.ArchiveMade.class, made -> true);
            assertQuiet(first);
        }
        try (MasterProcess second = start(home)) {
            second.awaitReady(1);
            assertQuiet(second);
        }
        Path library = list(home.resolve("lib")).get(0);
        Map<Path, byte[]> archives = read(library, ".*\\.(jsa|aot)");
        Map<Path, byte[]> seals = read(library, ".*\\.(jsa|aot)\\.seal");
        assertThat(archives)
                .as("the workers' and the masters'")
                .hasSameSizeAs(seals)
                .hasSize(2);
        for (UnaryOperator<byte[]> damage : List.<UnaryOperator<byte[]>>of(HomeIT::cut, HomeIT::flipped)) {
            seals.forEach(HomeIT::write);
            archives.forEach((file, whole) -> write(file, damage.apply(whole)));
            assertMends(home, 2);
            archives.keySet().forEach(file -> assertThat(file).doesNotExist());
        }
        archives.forEach(HomeIT::write);
        for (String name : List.of("worker.jar", "master.jar", "libjffi-1.2.so")) {
            write(library.resolve(name), new byte[Math.toIntExact(Files.size(library.resolve(name)))]);
        }
        assertMends(home, 1);
    }

    private static Map<Path, byte[]> read(Path library, String names) throws IOException {
        Map<Path, byte[]> contents = new HashMap<>();
        for (Path file : list(library)) {
            if (file.toString().matches(names)) {
                contents.put(file, Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void assertMends(Path home, int lines) throws IOException {
        try (MasterProcess master = start(home)) {
            master.awaitReady(1);
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            master.await(DAMAGED, lines);
            assertThat(master.output())
                    .filteredOn(line -> DAMAGED.matcher(line).find())
                    .hasSize(lines);
            Proc.signal(master.pid(), Processes.SIGKILL);
        }
    }

    private static MasterProcess start(Path home) {
        return new MasterCommand().home(home).start("--archive", "auto", "-i", "1");
    }

    private static byte[] cut(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] flipped(byte[] whole) {
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        return flipped;
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.deleteIfExists(file);
            Files.write(file, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private MasterCommand inDirectory(Path home) {
        return new MasterCommand().home(home).after("cd " + directory);
    }

    private static void assertQuiet(MasterProcess master) {
        stop(master);
        assertThat(master.output()).noneMatch(line -> JVM_NOISE.matcher(line).find());
    }

    private static void stop(MasterProcess master) {
        Proc.signal(master.pid(), Processes.SIGTERM);
        assertThat(master.exitCode(Duration.ofSeconds(30))).isZero();
    }

    private static String maps(int pid) throws IOException {
        return Files.readString(Path.of("/proc", "" + pid, "maps"));
    }

    private static List<Path> list(Path place) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.sorted().toList();
        }
    }
}
