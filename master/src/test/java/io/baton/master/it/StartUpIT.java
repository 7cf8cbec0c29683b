package io.baton.master.it;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.MasterEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts: the first one and the next, without a usable home, and many at the same time. */
final class StartUpIT {

    @Test
    void theFirstStartTrainsAnArchiveThatLaterWorkersUse(@TempDir Path directory) throws IOException {
        Path home = directory.resolve("home");
        try (MasterProcess master = new MasterCommand().home(home).start("--archive", "auto")) {
            master.awaitEvent(MasterEvent.ArchiveMade.class, made -> true);
            assertThat(archiveMapped(master.readyPids().get(0))).isFalse();
            Proc.signal(master.readyPids().get(0), Processes.SIGKILL);
            master.awaitReady(3);
            assertThat(archiveMapped(master.readyPids().get(2))).isTrue();
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        try (MasterProcess second = new MasterCommand().home(home).start("--archive", "auto")) {
            second.awaitReady(2);
            assertThat(archiveMapped(second.readyPids().get(0))).isTrue();
        }
    }

    @Test
    void aHomeThatCannotBeMadeCostsNothingButTime(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        requireServesWithout(file.resolve("home"), "using a temporary directory");
    }

    /** The directory of processes is one that not even root can write in. */
    @Test
    void aHomeOnAReadOnlyFileSystemCostsNothingButTime() throws IOException {
        requireServesWithout(Path.of("/proc/self/fdinfo/home"), "using a temporary directory");
    }

    @Test
    void aHomeWhoseNameIsTooLongCostsNothingButTime(@TempDir Path directory) throws IOException {
        requireServesWithout(directory.resolve("x".repeat(300)), "too long");
    }

    @Test
    void aHomeThatOthersCanWriteIsNotUsed(@TempDir Path directory) throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        requireServesWithout(home, "expected: mode 700");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aHomeThatIsALinkIsNotFollowed(@TempDir Path directory) throws IOException {
        Path target = Files.createDirectory(
                directory.resolve("target"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        requireServesWithout(Files.createSymbolicLink(directory.resolve("home"), target), "no symbolic link");
        assertThat(target).isEmptyDirectory();
    }

    /** Only root can give a directory away. */
    @Test
    void aHomeOfAnotherUserIsNotUsed(@TempDir Path directory) throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        UserPrincipal nobody =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.setOwner(home, nobody);
        requireServesWithout(home, "not a directory of this user alone");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void oneOfManyStartsAtOnceOnOnePortAndOneHomeServesAndTheOthersSayWhyNot(@TempDir Path directory) throws Exception {
        Path home = directory.resolve("home");
        String port = String.valueOf(MasterCommand.freePort());
        List<MasterProcess> masters = new ArrayList<>();
        try {
            for (int i = 0; i < Scale.of(8, 20); i++) {
                masters.add(new MasterCommand().home(home).start("--port", port));
            }
            MasterProcess winner = theOnlyOneThatRuns(masters);
            winner.awaitReady(2);
            masters.remove(winner);
            for (MasterProcess other : masters) {
                assertThat(other.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
                assertThat(other.output())
                        .filteredOn(line -> !line.contains("Picked up"))
                        .singleElement(as(STRING))
                        .startsWith("baton: port " + port + " is in use");
            }
            masters.add(winner);
            assertThat(winner.children()).hasSize(2);
            assertThat(HttpClient.get(winner.port(), "/").status()).isEqualTo(200);
        } finally {
            for (MasterProcess master : masters) {
                master.close();
            }
        }
    }

    private static MasterProcess theOnlyOneThatRuns(List<MasterProcess> masters) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> masters.stream().filter(MasterProcess::isAlive).count() == 1);
        return masters.stream().filter(MasterProcess::isAlive).findFirst().orElseThrow();
    }

    @Test
    void aDebuggersPortInTheEnvironmentIsNotPassedOn() throws IOException {
        String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";
        try (MasterProcess master =
                new MasterCommand().environment("JAVA_TOOL_OPTIONS", debugger).start()) {
            master.awaitReady(2);
            master.await(Pattern.compile("workers do not get -agentlib:jdwp"));
        }
    }

    /** Method handles for equals and the like of a record would make the first answer later by dozens of milliseconds. */
    @Test
    void noMethodOfARecordIsMadeBeforeTheFirstAnswer(@TempDir Path directory) throws IOException {
        String log = "-Xlog:class+load:file=" + directory.resolve("%p.log");
        try (MasterProcess master =
                new MasterCommand().environment("JAVA_TOOL_OPTIONS", log).start("-i", "2", "--spares", "0")) {
            master.awaitReady(2);
            HttpClient.get(master.port(), "/");
            assertThat(Files.readString(directory.resolve(master.pid() + ".log")))
                    .contains("io.baton.master.Master ")
                    .doesNotContain("java.lang.runtime.ObjectMethods");
        }
    }

    private static void requireServesWithout(Path home, String warning) throws IOException {
        try (MasterProcess master = new MasterCommand().home(home).start()) {
            master.await(Pattern.compile(" WARN .*" + warning));
            // Without a home there is no control socket, either.
            int port = Integer.parseInt(
                    master.await(Pattern.compile("listening on \\S+:(\\d+)")).group(1));
            assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    private static boolean archiveMapped(int pid) throws IOException {
        String mapped = Files.readString(Path.of("/proc", "" + pid, "maps"));
        return mapped.contains("/worker-") && (mapped.contains(".jsa") || mapped.contains(".aot"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "0.0.0.0", "::", "[::1]", "localhost"})
    void theUrlInTheLogCanBeOpenedForEveryHost(String host) throws IOException {
        try (MasterProcess master = new MasterCommand().start("--host", host, "-i", "1")) {
            String url =
                    master.await(Pattern.compile("listening on (http://\\S+)")).group(1);
            try (InputStream answer = URI.create(url).toURL().openStream()) {
                assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("I am worker");
            }
        }
    }
}
