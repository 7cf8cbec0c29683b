package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that come while no worker is ready. */
final class HoldIT {

    /** Longer than a worker may take to accept before it is sent nothing more. */
    private static final Duration UNANSWERED = Duration.ofMillis(100);

    @Test
    void moreConnectionsThanCanBeHeldAreAllAnsweredOnceAWorkerIsReady() throws IOException {
        try (MasterProcess master = MasterProcess.start()) {
            List<HttpClient> clients = connect(master.port(), 1300);
            for (HttpClient client : clients) {
                assertThat(client.answer(false).status()).isEqualTo(200);
                client.close();
            }
        }
    }

    @Test
    void aMasterThatStopsWithoutAWorkerAnswers503() throws IOException {
        try (MasterProcess master = MasterProcess.start("--archive", "off")) {
            int port = master.port();
            master.children().forEach(pid -> Proc.signal(pid, Processes.SIGSTOP));
            List<HttpClient> clients = connect(port, 5);
            Proc.signal(master.pid(), Processes.SIGTERM);
            for (HttpClient client : clients) {
                HttpClient.Answer answer = client.answer(false);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.head()).containsIgnoringCase("retry-after: 1");
                client.close();
            }
            master.children().forEach(pid -> Proc.signal(pid, Processes.SIGCONT));
            assertThat(master.exitCode(Duration.ofSeconds(30))).isZero();
        }
    }

    @Test
    void whoWaitsInVainGets503AfterTheHoldTimeAndWhoWasSentToAWorkerIsServedInTheEnd() throws IOException {
        Duration hold = Scale.of(Duration.ofSeconds(1), Duration.ofSeconds(30));
        try (Trial trial = Trial.start("--hold-timeout", hold.toSeconds() + "s", "--heartbeat-limit", "60s")) {
            List<Integer> workers = trial.master().children();
            workers.forEach(Proc::stop);
            List<HttpClient> sent = List.of(trial.asking("/"), trial.asking("/"));
            List<Integer> ports = sent.stream().map(HttpClient::localPort).toList();
            await().until(() ->
                    Proc.clientsHeldBy(trial.master().pid(), trial.port()).containsAll(ports));
            await().pollDelay(UNANSWERED).until(() -> true);
            long startedAtNanos = System.nanoTime();
            List<HttpClient> held = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                held.add(trial.asking("/"));
            }
            for (HttpClient client : held) {
                assertThat(client.answer(false).status()).isEqualTo(503);
                assertThat(client.isClosedByServer()).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startedAtNanos)).isBetween(hold, hold.plusSeconds(3));
            workers.forEach(pid -> Proc.signal(pid, Processes.SIGCONT));
            for (HttpClient client : sent) {
                assertThat(client.answer(false).status()).isEqualTo(200);
            }
            trial.requireHealed();
        }
    }

    private static List<HttpClient> connect(int port, int count) throws IOException {
        List<HttpClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpClient client = new HttpClient(port);
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
            clients.add(client);
        }
        return clients;
    }
}
