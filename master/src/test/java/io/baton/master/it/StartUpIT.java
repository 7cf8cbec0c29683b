package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start leaves behind for the next one, and what it can do without. */
final class StartUpIT {

    private static final Pattern ARCHIVE_MADE = Pattern.compile("class-data archive made");

    @Test
    void theFirstStartTrainsAnArchiveThatLaterWorkersUse(@TempDir Path directory) throws IOException {
        Path home = directory.resolve("home");
        try (MasterProcess master = start(home, MasterProcess.jar(), "--archive", "auto")) {
            master.await(ARCHIVE_MADE);
            assertThat(archiveMapped(master.readyPids().get(0))).isFalse();
            Proc.signal(master.readyPids().get(0), Libc.SIGKILL);
            master.awaitReady(3);
            assertThat(archiveMapped(master.readyPids().get(2))).isTrue();
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        try (MasterProcess second = start(home, MasterProcess.jar(), "--archive", "auto")) {
            second.awaitReady(2);
            assertThat(archiveMapped(second.readyPids().get(0))).isTrue();
        }
    }

    @Test
    void aHomeThatCannotBeMadeCostsNothingButTime(@TempDir Path directory) throws IOException {
        Path home = Files.createFile(directory.resolve("file")).resolve("home");
        try (MasterProcess master = start(home, MasterProcess.jar())) {
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            Proc.signal(master.pid(), Libc.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void aHomeThatOthersCanWriteIsNotUsed(@TempDir Path directory) throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (MasterProcess master = start(home, MasterProcess.jar())) {
            master.await(Pattern.compile("expected: mode 700"));
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            assertThat(home).isEmptyDirectory();
        }
    }

    @Test
    void aWorkerIsReplacedAlsoAfterTheMastersJarWasDeleted(@TempDir Path directory) throws IOException {
        Path jar = Files.copy(MasterProcess.jar(), directory.resolve("copy.jar"));
        try (MasterProcess master = start(directory.resolve("home"), jar)) {
            master.awaitReady(2);
            Files.delete(jar);
            Proc.signal(master.readyPids().get(0), Libc.SIGKILL);
            master.awaitReady(3);
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            Proc.signal(master.pid(), Libc.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void aDebuggersPortInTheEnvironmentIsNotPassedOn(@TempDir Path directory) throws IOException {
        Map<String, String> debugger = Map.of(
                "JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");
        try (MasterProcess master =
                MasterProcess.start(directory.resolve("home"), false, MasterProcess.jar(), debugger)) {
            master.awaitReady(2);
            master.await(Pattern.compile("workers do not get -agentlib:jdwp"));
        }
    }

    private static MasterProcess start(Path home, Path jar, String... options) {
        return MasterProcess.start(home, false, jar, Map.of(), options);
    }

    private static boolean archiveMapped(int pid) throws IOException {
        String mapped = Files.readString(Path.of("/proc", "" + pid, "maps"));
        return mapped.contains("/worker-") && (mapped.contains(".jsa") || mapped.contains(".aot"));
    }
}
