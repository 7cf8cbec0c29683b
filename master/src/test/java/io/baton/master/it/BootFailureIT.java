package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.SlotEvent;
import io.baton.master.snapshot.SlotState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that can never start: the master ends and says why. */
final class BootFailureIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** More than a master makes before it gives up. */
    private static final int MANY_STARTS = 100;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aMasterWhoseWorkersNeverStartSaysWhyAnswersThoseWhoWaitAndEndsWith1() throws Exception {
        Path jar = ApplicationJar.of(
                directory,
                "Broken",
                """
                package user;
                public final class Broken implements io.baton.worker.spi.Application {
                    @Override public void start(io.baton.worker.spi.Worker worker) throws Exception {
                        try (java.io.InputStream gate = new java.io.FileInputStream(System.getenv("GATE"))) {
                            gate.read();
                        }
                        throw new IllegalStateException("no database");
                    }
                    @Override public void initialize(io.netty.channel.Channel channel) {}
                }
                """);
        Path path = directory.resolve("gate");
        try (Gate gate = new Gate(path);
                MasterProcess master =
                        new MasterCommand().environment("GATE", path.toString()).start(jar.toString());
                HttpClient client = new HttpClient(master.port())) {
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
            await().until(() -> Proc.clientsHeldBy(master.pid(), master.port()).contains(client.localPort()));
            gate.letPass(MANY_STARTS);
            assertThat(client.answer(false).status()).isEqualTo(503);
            assertThat(master.exitCode(LIMIT)).isEqualTo(1);
            assertThat(String.join("\n", master.output()))
                    .containsPattern("baton: no worker can start: [34] starts failed, the last one: exit code 1:"
                            + " java.lang.IllegalStateException: no database");
        }
    }

    /** A Node that exits may hang for ever (nodejs/node 54918, open). Such a start fails too, in much less than the limit. */
    @Test
    void aNodeProgramThatNeverStartsEndsTheMasterAndWithStayItIsTriedOn() throws IOException {
        String program = Files.writeString(directory.resolve("app.js"), "require('not-installed')")
                .toString();
        try (MasterProcess master = MasterProcess.start(program, "--ready-timeout", "10s")) {
            assertThat(master.exitCode(LIMIT)).isEqualTo(1);
            assertThat(String.join("\n", master.output()))
                    .containsPattern("the last one: exit code 1: Error: Cannot find module 'not-installed'");
        }
        try (MasterProcess master = MasterProcess.start(program, "--on-boot-failure", "stay", "--backoff", "10ms")) {
            master.awaitEvent(SlotEvent.Waits.class, waits -> waits.state() == SlotState.ERRORED);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(LIMIT)).isZero();
        }
    }

    /** The first worker that was ready proves that the program can start: a database that is away later ends nothing. */
    @Test
    void onceAWorkerWasReadyTheMasterNeverGivesUp() throws IOException {
        Path broken = directory.resolve("broken");
        String program = Files.writeString(
                        directory.resolve("app.js"),
                        "if (require('fs').existsSync('" + broken + "')) process.exit(3)\n"
                                + "require('http').createServer().listen(process.env.PORT)")
                .toString();
        try (MasterProcess master = MasterProcess.start(program, "-i", "1", "--backoff", "10ms")) {
            master.awaitReady(1);
            Files.createFile(broken);
            Proc.signal(master.readyPids().get(0), Processes.SIGKILL);
            master.awaitEvent(SlotEvent.Waits.class, waits -> waits.state() == SlotState.ERRORED);
            Files.delete(broken);
            master.awaitReady(2);
        }
    }
}
