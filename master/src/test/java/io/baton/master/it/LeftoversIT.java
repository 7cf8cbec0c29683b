package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.master.it.MasterCommand.Outcome;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a killed master or a failed start leaves behind are gone when the next master runs. */
final class LeftoversIT {

    private static final Path NO_HOME = Path.of("/dev/null/home");

    /** Without a home there is no control socket, either. */
    private static final Pattern READY = Pattern.compile("ready: 1 worker");

    @TempDir
    private Path directory = Path.of("");

    private Path temporary = Path.of("");

    @BeforeEach
    void makeTemporary() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
    }

    @Test
    void aKilledMasterWithoutAHomeLeavesNothingOnceTheNextOneRuns() throws IOException {
        List<Path> left;
        try (MasterProcess killed = withoutHome()) {
            killed.await(READY);
            left = list(temporary);
            assertThat(left).hasSize(1);
            Proc.signal(killed.pid(), Processes.SIGKILL);
        }
        assertThat(list(temporary)).isEqualTo(left);
        try (MasterProcess next = withoutHome()) {
            next.await(READY);
            assertThat(list(temporary)).hasSize(1).doesNotContainAnyElementsOf(left);
            Proc.signal(next.pid(), Processes.SIGTERM);
            assertThat(next.exitCode(Duration.ofSeconds(30))).isZero();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    /** Here it is not even the same application that starts next. */
    @Test
    void aKilledMastersCopiesAndHalfUnpackedFilesGoWhenTheNextOneIsReady() throws IOException {
        Path home = directory.resolve("home");
        Path copied = Files.createDirectories(home.resolve("app/1-2-3-4/0"));
        Path half = Files.createDirectories(home.resolve("lib/.new-1"));
        Files.writeString(copied.resolve("app.jar"), "");
        Files.writeString(half.resolve("worker.jar"), "");
        try (MasterProcess master = new MasterCommand().home(home).start("-i", "1")) {
            master.awaitReady(1);
            await().untilAsserted(() -> assertThat(home.resolve("app")).isEmptyDirectory());
            await().untilAsserted(() -> assertThat(list(home.resolve("lib"))).hasSize(1));
            assertThat(performanceData(master.pid()))
                    .as("of the JVM that became the master's")
                    .doesNotExist();
        }
    }

    @Test
    void aStartThatFailsOnAFullDiskLeavesNothingAndSaysWhereItWas() throws Exception {
        boolean mayMount = shell("mount -t tmpfs none " + temporary).exitCode() == 0;
        if (!mayMount) {
            System.out.println("LeftoversIT fills no disk: mount and unshare need root here");
        }
        assumeTrue(mayMount, "no file system can be mounted");
        Outcome outcome = shell("mount -t tmpfs -o size=1m none " + temporary + " && "
                + MasterCommand.java() + " -Djava.io.tmpdir=" + temporary + " -jar " + MasterCommand.packagedJar()
                + " -p 0; echo code $?; ls -A " + temporary + " | wc -l");
        assertThat(outcome.output())
                .contains("baton: cannot unpack into " + temporary + "/baton-library-", "No space left on device")
                .endsWith("code 1\n0\n");
    }

    private MasterProcess withoutHome() {
        return new MasterCommand()
                .home(NO_HOME)
                .environment("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary)
                .start("-i", "1");
    }

    /** In a mount namespace of its own, which takes its mounts with it. */
    private static Outcome shell(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("unshare", "-m", "sh", "-c", script).redirectErrorStream(true);
        builder.environment().put("BATON_HOME", NO_HOME.toString());
        return MasterCommand.outcome(builder.start());
    }

    private static Path performanceData(int pid) {
        return Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"), String.valueOf(pid));
    }

    private static List<Path> list(Path place) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.toList();
        }
    }
}
