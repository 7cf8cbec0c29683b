package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A killed master takes its workers with it, and the next master starts as if it had never been there. */
final class MasterDeathIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theWorkersLeaveWithinASecondAndTheNextMasterServesOnTheSamePort(boolean oneIsStopped, @TempDir Path directory)
            throws IOException {
        Path home = directory.resolve("home");
        int port;
        try (MasterProcess master = new MasterCommand().home(home).start()) {
            master.awaitReady(2);
            port = master.port();
            List<Integer> workers = master.children();
            if (oneIsStopped) {
                Proc.stop(workers.get(0));
            }
            HttpClient.get(port, oneIsStopped ? "/" : "/compute?n=1000");
            Proc.signal(master.pid(), Processes.SIGKILL);
            workers.forEach(pid -> Proc.awaitGone(pid, AT_ONCE));
        }
        try (MasterProcess next = new MasterCommand().home(home).start("--port", "" + port)) {
            next.awaitReady(2);
            assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
        }
    }

    @Tag("long")
    @Test
    void orphansThatMayDrainFinishTheirRequestsWhileTheNextMasterServes() throws IOException {
        List<HttpClient> slow = new ArrayList<>();
        try (MasterProcess master = MasterProcess.ready("--orphans", "drain")) {
            int port = master.port();
            List<Integer> orphans = master.children();
            for (int i = 0; i < 4; i++) {
                HttpClient client = new HttpClient(port);
                client.send("GET /compute?n=2e9 HTTP/1.1\r\nHost: test\r\n\r\n");
                slow.add(client);
            }
            StopIT.awaitTakenByWorkers(master, slow);
            Proc.signal(master.pid(), Processes.SIGKILL);
            try (MasterProcess next = MasterProcess.start("--port", "" + port)) {
                next.awaitReady(2);
                assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
                for (HttpClient client : slow) {
                    HttpClient.Answer answer = client.answer(false);
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.head()).containsIgnoringCase("connection: close");
                    client.close();
                }
            }
            orphans.forEach(pid -> Proc.awaitGone(pid, Duration.ofSeconds(5)));
        }
    }

    /** What is on its way to a worker when the master dies is that worker's, for no other has it. */
    @Test
    void anOrphanServesTheConnectionsOnTheirWayToItAndEndsThen() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--spares", "0", "--orphans", "drain")) {
            master.awaitReady(1);
            int port = master.port();
            int worker = master.children().get(0);
            Proc.stop(worker);
            try (HttpClient sent = new HttpClient(port)) {
                sent.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                awaitHeld(master, sent);
                // The master sends one before it accepts the next.
                try (HttpClient next = new HttpClient(port)) {
                    awaitHeld(master, next);
                    Proc.signal(master.pid(), Processes.SIGKILL);
                    Proc.awaitGone(master.pid(), AT_ONCE);
                }
                Proc.signal(worker, Processes.SIGCONT);
                HttpClient.Answer answer = sent.answer(false);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(HttpClient.pidIn(answer.body())).isEqualTo(worker);
            }
            Proc.awaitGone(worker, Duration.ofSeconds(5));
        }
    }

    private static void awaitHeld(MasterProcess master, HttpClient client) {
        int port = client.socket().getLocalPort();
        await().until(() -> Proc.clientsHeldBy(master.pid(), master.port()).contains(port));
    }

    @Test
    void anOrphanDrainsForTheKillTimeoutAtMost() throws IOException {
        try (MasterProcess master = MasterProcess.ready("--orphans", "drain", "--kill-timeout", "1s");
                HttpClient endless = new HttpClient(master.port())) {
            List<Integer> orphans = master.children();
            endless.send("GET /compute HTTP/1.1\r\nHost: test\r\n\r\n");
            StopIT.awaitTakenByWorkers(master, List.of(endless));
            Proc.signal(master.pid(), Processes.SIGKILL);
            orphans.forEach(pid -> Proc.awaitGone(pid, Duration.ofSeconds(4)));
            assertThat(endless.isClosedByServer()).isTrue();
        }
    }
}
