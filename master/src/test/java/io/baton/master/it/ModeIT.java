package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the modes in which workers accept themselves, the master takes no connection and keeps its other promises. */
final class ModeIT {

    @ParameterizedTest
    @ValueSource(strings = {"shared", "reuseport"})
    void allWorkersServeOnePortAndTheMasterTakesNothing(String mode) throws Exception {
        try (MasterProcess master = MasterProcess.ready("--mode", mode)) {
            int port = master.port();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> answering(port, 40).equals(Set.copyOf(master.readyPids())));
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(new HttpClient(port));
                assertThat(clients.get(i).get("/").status()).isEqualTo(200);
            }
            assertThat(Proc.clientsHeldBy(master.pid(), port)).isEmpty();
            for (HttpClient client : clients) {
                client.close();
            }
            MasterCommand.Outcome second = new MasterCommand().run("--mode", mode, "--port", "" + port);
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output()).contains("port " + port + " is in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "reuseport"})
    void aKilledWorkerIsReplacedAndAStopFinishesRequestsInFlight(String mode) throws IOException {
        try (MasterProcess master = MasterProcess.ready("--mode", mode)) {
            int port = master.port();
            int killed = master.readyPids().get(0);
            Proc.signal(killed, Processes.SIGKILL);
            master.awaitReady(3);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> answering(port, 40).contains(master.readyPids().get(2)));
            try (HttpClient slow = new HttpClient(port)) {
                slow.send("GET /compute?n=1e9 HTTP/1.1\r\nHost: test\r\n\r\n");
                await().until(() -> master.children().stream()
                        .anyMatch(pid -> Proc.clientsHeldBy(pid, port).contains(slow.localPort())));
                Proc.signal(master.pid(), Processes.SIGTERM);
                assertThat(slow.answer(false).status()).isEqualTo(200);
            }
            assertThat(master.exitCode(Duration.ofSeconds(30))).isZero();
        }
    }

    /** As long as the master lives no other program can have the port, and connecting to a shared one works. */
    @ParameterizedTest
    @ValueSource(strings = {"shared"})
    void connectionsWaitInTheKernelWhileThereIsNoWorker(String mode) throws IOException {
        try (MasterProcess master = MasterProcess.ready("--mode", mode)) {
            int port = master.port();
            master.children().forEach(pid -> Proc.signal(pid, Processes.SIGKILL));
            try (HttpClient early = new HttpClient(port)) {
                assertThat(early.get("/").status()).isEqualTo(200);
            }
        }
    }

    private static Set<Integer> answering(int port, int requests) throws IOException {
        Set<Integer> pids = new HashSet<>();
        for (int i = 0; i < requests; i++) {
            pids.add(HttpClient.workerPid(port));
        }
        return pids;
    }
}
