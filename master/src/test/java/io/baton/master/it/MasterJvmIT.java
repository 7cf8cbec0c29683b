package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags with which the master's JVM runs. */
final class MasterJvmIT {

    private static final String RECORDING = "-XX:ArchiveClassesAtExit=";

    private static final Pattern TELLS_ITS_PID = Pattern.compile("master \\(pid (\\d+)\\)");

    @Test
    void aPlainStartBecomesAJvmForAMasterInPlace() throws IOException {
        try (MasterProcess master = command().start("--archive", "off")) {
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            assertThat(master.await(TELLS_ITS_PID).group(1)).isEqualTo(String.valueOf(master.pid()));
            assertThat(commandLine(master))
                    .contains("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError")
                    .noneMatch(flag -> flag.matches("-XX:(SharedArchiveFile|ArchiveClassesAtExit|AOT).*"));
            assertThat(opened(master, "modules")).hasSize(1);
            assertThat(Files.readString(Path.of("/proc", "" + master.pid(), "status")))
                    .containsPattern("SigBlk:\\s+0{16}\n");
        }
    }

    @Test
    void theFirstMasterRecordsItsClassesForTheNextOneWhenItStops(@TempDir Path directory) throws IOException {
        Path home = directory.resolve("home");
        try (MasterProcess first = command().home(home).start("--archive", "auto")) {
            first.awaitReady(2);
            assertThat(commandLine(first)).anyMatch(flag -> flag.startsWith(RECORDING));
            Proc.signal(first.pid(), Processes.SIGTERM);
            assertThat(first.exitCode(Duration.ofSeconds(30))).isZero();
        }
        try (MasterProcess second = command().home(home).start("--archive", "auto")) {
            second.awaitReady(2);
            assertThat(Files.readString(Path.of("/proc", "" + second.pid(), "maps")))
                    .containsPattern("/master-.*\\.jsa\n");
        }
    }

    @Tag("long")
    @Test
    void aHalfRecordedArchiveOfAKilledMasterIsNotUsed(@TempDir Path directory) throws IOException {
        Path home = directory.resolve("home");
        Path half;
        try (MasterProcess first = command().home(home).start("--archive", "auto")) {
            first.awaitReady(2);
            String record = commandLine(first).stream()
                    .filter(flag -> flag.startsWith(RECORDING))
                    .findAny()
                    .orElseThrow()
                    .substring(RECORDING.length());
            half = Path.of(record.replaceFirst("\\d+$", "999999999"));
            Proc.signal(first.pid(), Processes.SIGKILL);
        }
        Files.write(half, new byte[4096]);
        try (MasterProcess master = command().home(home).start("--archive", "auto")) {
            master.awaitReady(2);
            assertThat(half).doesNotExist();
            assertThat(commandLine(master)).anyMatch(flag -> flag.startsWith(RECORDING));
        }
    }

    @Test
    void anOperatorsFlagsAreTheOnlyOnes() throws IOException {
        try (MasterProcess master = command().jvm("-Xmx100m").start()) {
            master.awaitReady(2);
            assertThat(commandLine(master)).startsWith(MasterCommand.java(), "-Xmx100m", "-jar");
        }
    }

    @Test
    void flagsInTheEnvironmentAreAnOperatorsToo() throws IOException {
        try (MasterProcess master =
                command().environment("JDK_JAVA_OPTIONS", "-Xmx100m").start()) {
            master.awaitReady(2);
            assertThat(commandLine(master)).startsWith(MasterCommand.java(), "-jar");
        }
    }

    @Test
    void theSecondExecutionCanBeTurnedOff() throws IOException {
        try (MasterProcess master = command().environment("BATON_EXEC", "off").start()) {
            master.awaitReady(2);
            assertThat(commandLine(master)).startsWith(MasterCommand.java(), "-jar");
        }
    }

    /** Titles would hide the command lines. */
    private static MasterCommand command() {
        return new MasterCommand().environment("BATON_TITLES", "off");
    }

    private static List<String> commandLine(MasterProcess master) throws IOException {
        return List.of(
                Files.readString(Path.of("/proc", "" + master.pid(), "cmdline")).split("\0"));
    }

    private static List<Path> opened(MasterProcess master, String name) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", "" + master.pid(), "fd"))) {
            return descriptors
                    .filter(Files::isSymbolicLink)
                    .filter(descriptor -> targetOf(descriptor).endsWith("/" + name))
                    .toList();
        }
    }

    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            // Closed since the directory was read.
            return "";
        }
    }
}
