package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.SlotEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers run in the directory and on the JVM that the operator named. */
final class WorkerPlaceIT {

    @TempDir
    private Path place = Path.of("");

    @Test
    void workersRunOnAnotherJvmThanTheirMaster() throws Exception {
        Path other = OtherJvm.require(getClass());
        try (MasterProcess master = MasterProcess.ready("--java", other.toString(), "--archive", "auto")) {
            int worker = HttpClient.workerPid(master.port());
            assertThat(Files.readSymbolicLink(Path.of("/proc", "" + worker, "exe")))
                    .isEqualTo(other.resolve("bin").resolve("java").toRealPath());
            assertThat(master.output()).noneMatch(line -> line.contains("arning: "));
        }
    }

    @Test
    void aDirectoryThatIsGoneFailsTheStartOfAWorkerAndNothingElse() throws IOException {
        Path directory = Files.createDirectory(place.resolve("srv"));
        try (MasterProcess master = MasterProcess.ready("--cwd", directory.toString(), "--backoff", "1s")) {
            int worker = master.readyPids().get(0);
            assertThat(Files.readSymbolicLink(Path.of("/proc", "" + worker, "cwd")))
                    .isEqualTo(directory.toRealPath());
            Files.delete(directory);
            Proc.signal(worker, Processes.SIGKILL);
            SlotEvent.StartFailed failed = master.awaitEvent(SlotEvent.StartFailed.class, any -> true);
            assertThat(failed.reason()).startsWith("cwd: " + directory + " does not exist");
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            Files.createDirectory(directory);
            master.awaitReady(3);
        }
    }

    @Test
    void whatCannotRunIsToldBeforeAPortIsOpen() throws Exception {
        try (MasterProcess other = MasterProcess.ready()) {
            // Its port is in use, which would be told if it were tried.
            String port = "" + other.port();
            requireRefused(
                    "is version 11 (expected: at least 17)", port, "--java", says("java.specification.version = 11"));
            requireRefused("does not run as a JVM: hello (expected", port, "--java", says("hello"));
            requireRefused("cwd: " + place + "/none does not exist", port, "--cwd", place + "/none");
        }
    }

    private static void requireRefused(String reason, String port, String option, String value) throws Exception {
        MasterCommand.Outcome outcome = new MasterCommand().run("run", "--port", port, option, value);
        assertThat(outcome.output()).contains(reason).doesNotContain("in use");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    /** A program that says this. */
    private String says(String text) throws IOException {
        Path script = Files.writeString(place.resolve("java"), "#!/bin/sh\necho '" + text + "'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }
}
