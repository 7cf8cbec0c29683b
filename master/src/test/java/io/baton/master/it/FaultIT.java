package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that break in every way that an application can break one. */
final class FaultIT {

    @Test
    void aSpareTakesTheSeatOfADeadWorkerAndAnotherSpareIsStarted() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--spares", "1")) {
            master.awaitReady(2);
            int worker = master.readyPids().get(0);
            int spare = master.readyPids().get(1);
            assertThat(HttpClient.workerPid(master.port()))
                    .as("a spare has no traffic")
                    .isEqualTo(worker);
            Proc.signal(worker, Libc.SIGKILL);
            assertThat(HttpClient.workerPid(master.port())).isEqualTo(spare);
            master.await(Pattern.compile("spare 2 \\(pid " + spare + "\\) takes the seat of worker 1"));
            master.awaitReady(3);
            assertThat(master.children()).hasSize(2).contains(spare);
            Proc.signal(master.pid(), Libc.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void anUncaughtExceptionComesAfterTheAnswerAndTheWorkerIsReplaced() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--demo-faults")) {
            master.awaitReady(1);
            int broken = master.readyPids().get(0);
            assertThat(HttpClient.get(master.port(), "/throw").body()).isEqualTo("thrown\n");
            master.await(Pattern.compile("pid " + broken + "\\) READY -> DRAINING: retires: uncaught exception"));
            assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(broken);
            master.await(Pattern.compile("pid " + broken + "\\) DRAINING -> EXITED: exit code 1"));
        }
    }

    @Test
    void aWorkerThatRetiresFinishesWhatItHas() throws IOException {
        try (MasterProcess master = MasterProcess.ready("-i", "2", "--demo-faults");
                HttpClient computing = new HttpClient(master.port())) {
            int port = master.port();
            int retiring = HttpClient.pidIn(computing.get("/").body());
            computing.send("GET /compute?n=3e8 HTTP/1.1\r\nHost: test\r\n\r\n");
            long before = Proc.cpuTicks(retiring);
            await().until(() -> Proc.cpuTicks(retiring) > before + 5);
            while (!exits(master, retiring)) {
                HttpClient.get(port, "/throw");
            }
            assertThat(computing.answer(false).status()).isEqualTo(200);
            assertThat(computing.isClosedByServer()).isTrue();
            master.await(Pattern.compile("pid " + retiring + "\\) DRAINING -> EXITED: exit code 1"));
        }
    }

    @ParameterizedTest
    @CsvSource({"/exit?code=42, exit code 42", "/oom, exit code 3"})
    void aWorkerThatExitsIsReplaced(String fault, String end) throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--demo-faults")) {
            master.awaitReady(1);
            int broken = master.readyPids().get(0);
            try (HttpClient client = new HttpClient(master.port())) {
                client.send("GET " + fault + " HTTP/1.1\r\nHost: test\r\n\r\n");
                master.await(Pattern.compile("pid " + broken + "\\) died: " + end));
            }
            assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(broken);
        }
    }

    @Test
    void aBlockedEventLoopIsSeenDumpedKilledAndReplaced() throws IOException {
        try (MasterProcess master = MasterProcess.ready("--demo-faults");
                HttpClient client = new HttpClient(master.port())) {
            int blocked = HttpClient.pidIn(client.get("/").body());
            client.send("GET /block?ms=60000 HTTP/1.1\r\nHost: test\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(blocked);
            }
            master.await(Pattern.compile("pid " + blocked + "\\) hangs: silent for more than 5000 ms"));
            master.await(Pattern.compile("io\\.baton\\.worker\\.http\\.DemoFaults\\.block"));
            master.awaitReady(3);
        }
    }

    @Test
    void withoutTheFlagThereAreNoFaults() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1")) {
            for (String fault : new String[] {"/throw", "/block?ms=1", "/oom", "/exit?code=1"}) {
                assertThat(HttpClient.get(master.port(), fault).status()).isEqualTo(404);
            }
        }
    }

    @Test
    void aWorkerThatNeverStartsIsErroredAndTheMasterStillStops(@TempDir Path directory) throws IOException {
        Path jar = ApplicationJar.of(
                directory,
                "Broken",
                """
                package user;
                public final class Broken implements io.baton.worker.spi.Application {
                    @Override public void start(io.baton.worker.spi.Worker worker) {
                        throw new IllegalStateException("no database");
                    }
                    @Override public void initialize(io.netty.channel.Channel channel) {}
                }
                """);
        try (MasterProcess master = MasterProcess.start(jar.toString(), "-i", "1")) {
            master.await(Pattern.compile("no database"));
            master.await(Pattern.compile("worker 1 \\(pid \\d+\\) died before it was ready: exit code 1"));
            master.await(Pattern.compile("worker 1 errored: next start in \\d+ ms, after 5 exits in a row"));
            Proc.signal(master.pid(), Libc.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    private static boolean exits(MasterProcess master, int pid) {
        return master.output().stream().anyMatch(line -> line.contains("(pid " + pid + ") READY -> DRAINING"));
    }
}
