package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One daemon with one worker, whose files and titles an operator looks at. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class LogFilesIT {

    @TempDir
    Path home;

    private int port;
    private int master;

    @BeforeEach
    void start() throws Exception {
        port = MasterCommand.freePort();
        MasterCommand.Outcome started = baton(
                "start",
                "--name",
                "api",
                "-i",
                "1",
                "--spares",
                "0",
                "--archive",
                "off",
                "--demo-faults",
                "-p",
                "" + port);
        assertThat(started.output()).contains("1 worker");
        String pid = Files.readString(home.resolve("run/master.pid"));
        master = Integer.parseInt(pid.substring(0, pid.indexOf(' ')));
    }

    @AfterEach
    void stop() throws Exception {
        baton("kill");
        await().until(() -> !Files.exists(Path.of("/proc", "" + master)));
    }

    @Test
    void whatAWorkerPrintsIsInItsFileAlsoAfterARenameAndUntilTheFilesAreEmptied() throws Exception {
        Path out = home.resolve("logs/api-1-out.log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
        HttpClient.get(port, "/throw");
        await().until(() -> Files.readString(out).contains("Exception"));
        assertThat(baton("logs", "api:1", "--out", "--nostream").output())
                .contains("api:1 | ")
                .contains("Exception");
        Files.move(out, home.resolve("logs/api-1-out.log.old"));
        Proc.signal(master, Processes.SIGUSR1);
        await().until(() -> Files.exists(out));
        HttpClient.get(port, "/throw");
        await().until(() -> Files.readString(out).contains("Exception"));
        assertThat(baton("flush", "api").exitCode()).isZero();
        // The successor of the worker that threw may have written its first line since.
        assertThat(out).content().doesNotContain("Exception");
        assertThat(baton("logs", "apj", "--nostream").exitCode()).isEqualTo(3);
    }

    @Test
    void psShowsWhatEachProcessIs() throws Exception {
        assertThat(commandLine(master)).isEqualTo("baton: master");
        assertThat(Files.readString(Path.of("/proc", "" + master, "comm")).trim())
                .isEqualTo("baton-master");
        int worker = Proc.children(master).get(0);
        assertThat(commandLine(worker)).isEqualTo("baton: worker 1 (api)");
        assertThat(Files.readString(Path.of("/proc", "" + worker, "comm")).trim())
                .isEqualTo("baton-worker");
    }

    private MasterCommand.Outcome baton(String... words) throws IOException, InterruptedException {
        return new MasterCommand().home(home).run(words);
    }

    private static String commandLine(int pid) throws IOException {
        return Files.readString(Path.of("/proc", "" + pid, "cmdline")).replaceFirst("\0$", "");
    }
}
