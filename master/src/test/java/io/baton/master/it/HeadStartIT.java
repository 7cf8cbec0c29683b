package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first worker of a master that starts as one did before runs already when the master looks for it. */
@Timeout(120)
final class HeadStartIT {

    private static final Pattern EARLY = Pattern.compile("BATON_HEAD_START=(\\d+):");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path home;
    private final String port;

    HeadStartIT(@TempDir Path home) throws IOException {
        this.home = home;
        this.port = String.valueOf(MasterCommand.freePort());
    }

    private void aMasterWasHereBefore() throws IOException {
        try (MasterProcess first = master()) {
            assertThat(early(first)).isZero();
            first.awaitReady(1);
            await().until(this::isRemembered);
            end(first);
        }
    }

    @Tag("long")
    @Test
    void theNextOneOfItsCommandLineTakesTheWorkerThatRunsAlready() throws Exception {
        aMasterWasHereBefore();
        try (MasterProcess master = master()) {
            master.awaitReady(1);
            int early = early(master);
            assertThat(master.children()).containsExactly(early);
            assertThat(HttpClient.workerPid(master.port())).isEqualTo(early);

            // It was started by a thread that is no more when the master's program is replaced again.
            Proc.signal(master.pid(), Processes.SIGUSR2);
            master.await(Pattern.compile("upgraded from"));
            assertThat(HttpClient.workerPid(master.port())).isEqualTo(early);

            Proc.signal(early, Processes.SIGKILL);
            await().until(() ->
                    master.children().size() == 1 && !master.children().contains(early));
            Proc.signal(master.pid(), Processes.SIGKILL);
        }
        assertThat(ofThisHome()).isEmpty();
    }

    @Tag("long")
    @Test
    void aWorkerThatNoMasterCanTakeIsEnded() throws Exception {
        aMasterWasHereBefore();
        try (MasterProcess master =
                command().environment("BATON_KILL_TIMEOUT", "5s").start("--port", port, "-i", "1")) {
            master.awaitReady(1);
            int early = early(master);
            assertThat(early).isPositive();
            assertThat(master.children()).doesNotContain(early).hasSize(1);
            assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(early);
            end(master);
        }
        try (ServerSocket taken = new ServerSocket(Integer.parseInt(port));
                MasterProcess master = master()) {
            assertThat(master.exitCode(LIMIT)).isEqualTo(1);
            assertThat(master.output()).anyMatch(line -> line.contains("in use"));
            assertThat(taken.isBound()).isTrue();
        }
        assertThat(ofThisHome()).isEmpty();
    }

    @Test
    void aVariableThatNamesAProcessOfOthersDoesNoHarm() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try (MasterProcess master = command()
                .environment("BATON_HEAD_START", other.pid() + ":0:1:2:-1")
                .environment("GREETING", "hello")
                .start("--port", "0", "-i", "1")) {
            master.awaitReady(1);
            assertThat(other.isAlive()).isTrue();
            assertThat(Files.readString(Path.of("/proc", "" + master.children().get(0), "environ")))
                    .contains("GREETING=hello")
                    .doesNotContain("BATON_HEAD_START");
            end(master);
        } finally {
            other.destroy();
            other.waitFor();
        }
    }

    private MasterCommand command() {
        return new MasterCommand().home(home);
    }

    private MasterProcess master() {
        return command().start("--port", port, "-i", "1");
    }

    private boolean isRemembered() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("lib"))) {
            return files.anyMatch(file -> file.getFileName().toString().matches("first-start-\\d+"));
        }
    }

    private static void end(MasterProcess master) {
        Proc.signal(master.pid(), Processes.SIGTERM);
        assertThat(master.exitCode(LIMIT)).isZero();
    }

    /** The worker that was started before this master; 0 if there was none. */
    private static int early(MasterProcess master) throws IOException {
        Matcher found = EARLY.matcher(Files.readString(Path.of("/proc", "" + master.pid(), "environ")));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private List<String> ofThisHome() throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    if (Files.readString(process.resolve("environ")).contains("BATON_HOME=" + home + "\0")) {
                        found.add(process.getFileName().toString());
                    }
                } catch (IOException e) {
                    // It has ended, or belongs to the kernel.
                }
            }
        }
        return found;
    }
}
