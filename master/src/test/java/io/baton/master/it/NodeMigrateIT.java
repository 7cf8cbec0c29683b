package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --node-migrate}: a Node worker leaves, and its clients go on with the same connections. */
@Timeout(60)
final class NodeMigrateIT {

    private static final int SIGTTOU = 22;
    private static final Duration STOP = Duration.ofSeconds(25);
    private static final int CLIENTS = 20;
    private static final String ASK = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";

    /** The installed Node, and one of those that close connections without a byte when a server closes. */
    @ParameterizedTest
    @ValueSource(ints = {20, 26})
    void everyConnectionOfALeavingNodeWorkerGoesOnWithAnotherOne(int version) throws Exception {
        String node = NewNode.require(NodeMigrateIT.class, version);
        try (MasterProcess master =
                NodeProgram.ready("app.js", "--node-migrate", "--interpreter", node, "--disconnect-delay", "100ms")) {
            int port = NodeProgram.port(master);
            int left = master.awaitCreated("worker 2", 1);
            List<HttpClient> idle = new ArrayList<>();
            while (idle.size() < CLIENTS) {
                idle.add(clientOf(port, left));
            }
            HttpClient half = clientOf(port, left);
            HttpClient slow = clientOf(port, left);
            HttpClient silent = silentClientOf(port, left);
            half.send(ASK.substring(0, 20));
            slow.send("GET /slow?ms=1500 HTTP/1.1\r\nHost: test\r\n\r\n" + ASK);
            master.await(Pattern.compile("SLOW"));

            Proc.signal(master.pid(), SIGTTOU);
            master.awaitStep(left, WorkerState.DRAINING);
            master.await(Pattern.compile("TOLD"));
            List<HttpClient> waiting = new ArrayList<>(idle);
            waiting.add(silent);
            awaitGone(waiting, left, port);
            for (HttpClient client : idle) {
                assertThat(HttpClient.pidIn(client.get("/").body())).isNotEqualTo(left);
            }
            assertThat(HttpClient.pidIn(silent.get("/").body())).isNotEqualTo(left);
            half.send(ASK.substring(20));
            assertThat(half.answer(false).status()).isEqualTo(200);
            awaitGone(List.of(half), left, port);
            assertThat(HttpClient.pidIn(half.get("/").body())).isNotEqualTo(left);
            assertThat(HttpClient.pidIn(slow.answer(false).body())).isEqualTo(left);
            assertThat(slow.answer(false).status()).isEqualTo(200);
            awaitGone(List.of(slow), left, port);
            assertThat(HttpClient.pidIn(slow.get("/").body())).isNotEqualTo(left);

            assertThat(master.awaitStep(left, WorkerState.EXITED).reason()).isEqualTo("exit code 0");
            for (HttpClient client : List.of(half, slow, silent)) {
                client.close();
            }
            for (HttpClient client : idle) {
                assertThat(client.get("/").status()).isEqualTo(200);
                client.close();
            }
        }
    }

    @Test
    void atTheStopOfAllWorkersNothingIsGivenBack() throws IOException {
        try (MasterProcess master = NodeProgram.ready("app.js", "--node-migrate", "--disconnect-delay", "100ms");
                HttpClient client = new HttpClient(NodeProgram.port(master))) {
            assertThat(client.get("/").status()).isEqualTo(200);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(master.exitCode(STOP)).isZero();
            assertThat(master.output()).noneMatch(line -> line.contains("returned"));
        }
    }

    /** One goes after the other, and one that asks before its turn is answered before it goes. */
    private static void awaitGone(List<HttpClient> clients, int worker, int port) {
        List<Integer> ports = clients.stream().map(HttpClient::localPort).toList();
        await().until(() -> Collections.disjoint(Proc.clientsHeldBy(worker, port), ports));
    }

    /** A connection on which this worker has answered. */
    private static HttpClient clientOf(int port, int worker) throws IOException {
        while (true) {
            HttpClient client = new HttpClient(port);
            if (HttpClient.pidIn(client.get("/").body()) == worker) {
                return client;
            }
            client.close();
        }
    }

    /** A connection that this worker has taken, and that has not sent a byte. */
    private static HttpClient silentClientOf(int port, int worker) throws IOException {
        while (true) {
            HttpClient client = new HttpClient(port);
            // The next connection is taken after this one.
            HttpClient.get(port, "/");
            HttpClient.get(port, "/");
            if (Proc.clientsHeldBy(worker, port).contains(client.localPort())) {
                return client;
            }
            client.close();
        }
    }
}
