package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An unmodified http server of Node runs as two workers of one master. They serve, leave, die, and are replaced. Every test
 * ends with two workers.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class NodeApplicationIT {

    private static MasterProcess master;
    private static int port;

    @BeforeAll
    static void start() {
        master = NodeProgram.ready("app.js", "a", "--", "--b");
        port = NodeProgram.port(master);
    }

    @AfterAll
    static void stop() {
        master.close();
    }

    @Test
    void bothServeOnThePortThatTheProgramAskedFor() throws IOException {
        Set<Integer> pids = new HashSet<>();
        // A worker that still writes a long message of another test accepts nothing meanwhile.
        await().until(() -> {
            pids.add(HttpClient.workerPid(port));
            return pids.size() == 2;
        });
        assertThat(pids).containsExactlyInAnyOrderElementsOf(master.children());
    }

    @Test
    void theProgramHasTheEnvironmentThatItHasUnderNode() throws IOException {
        assertThat(HttpClient.get(port, "/info").body())
                .matches("\\{\"id\":[12],\"arguments\":\\[\"a\",\"--b\"\\],\"directory\":\"[^\"]*baton-it-[^\"]*\","
                        + "\"instance\":\"[01]\",\"port\":\"0\",\"channel\":\\[\\],\"orphaned\":false\\}");
    }

    @Test
    void theSuccessorOfAKilledWorkerIsTheSameInstance() throws IOException {
        assertThat(instances()).containsExactlyInAnyOrder("1:0", "2:1");
        int readyBefore = master.readyPids().size();
        Proc.signal(master.children().get(0), Processes.SIGKILL);
        master.awaitReady(readyBefore + 1);
        assertThat(instances()).containsExactlyInAnyOrder("1:0", "2:1");
    }

    /** The number that the cluster has for each worker, with its instance. */
    private static Set<String> instances() throws IOException {
        Set<String> instances = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            instances.add(HttpClient.get(port, "/info")
                    .body()
                    .replaceAll("^\\{\"id\":(\\d+),.*\"instance\":\"(\\d+)\".*$", "$1:$2"));
        }
        return instances;
    }

    @ParameterizedTest
    @CsvSource({
        "/exit?code=42, exit code 42",
        "/exit?code=0, exit code 0",
        "/throw, exit code 1",
        "/kill, exit code 0",
        "/disconnect, exit code 0",
        "/process-disconnect, exit code 0",
    })
    void aWorkerIsReplacedHoweverItEndsAndThePortStaysOpen(String target, String status) throws IOException {
        int readyBefore = master.readyPids().size();
        List<Integer> before = master.children();
        try (HttpClient client = new HttpClient(port)) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            await().until(() -> !master.children().containsAll(before));
        }
        assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
        master.awaitReady(readyBefore + 1);
        int ended = before.stream()
                .filter(pid -> !master.children().contains(pid))
                .findFirst()
                .orElseThrow();
        assertThat(master.awaitStep(ended, WorkerState.EXITED).reason()).startsWith(status);
        awaitTwoThatServe();
    }

    /** Node knows no limit, and a master that kept whatever its workers say would be theirs to end. */
    @Test
    void messagesOfAProgramAreIgnoredHoweverLongTheyAre() throws IOException {
        int readyBefore = master.readyPids().size();
        List<Integer> before = master.children();
        for (int bytes : new int[] {1_000_000, 1_000_000, 2_000_000, 20_000_000, 100_000_000}) {
            assertThat(HttpClient.get(port, "/say?bytes=" + bytes).status()).isEqualTo(200);
        }
        master.await(Pattern.compile("a message of 20\\d{5,6} bytes was not read"));
        awaitTwoThatServe();
        assertThat(master.readyPids()).hasSize(readyBefore);
        assertThat(master.children()).containsExactlyInAnyOrderElementsOf(before);
    }

    /** Under a Node primary its client would wait for ever. */
    @Test
    void aConnectionThatAKilledWorkerHadNotAcceptedIsAnsweredByAnother() throws IOException {
        int readyBefore = master.readyPids().size();
        int stopped = HttpClient.workerPid(port);
        Proc.stop(stopped);
        List<HttpClient> clients = new ArrayList<>();
        // The first connection that comes while the other worker is busy is sent to the stopped one.
        for (int i = 0; i < 4; i++) {
            HttpClient client = new HttpClient(port);
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
            clients.add(client);
        }
        await().until(() -> !Proc.clientsHeldBy(master.pid(), port).isEmpty());
        Proc.signal(stopped, Processes.SIGKILL);
        for (HttpClient client : clients) {
            assertThat(HttpClient.pidIn(client.answer(false).body())).isNotEqualTo(stopped);
            client.close();
        }
        master.awaitReady(readyBefore + 1);
        awaitTwoThatServe();
    }

    @Test
    void aBlockedWorkerHoldsOneConnectionAndAllOtherClientsAreServed() throws IOException {
        try (HttpClient blocking = new HttpClient(port)) {
            blocking.send("GET /block?ms=4000 HTTP/1.1\r\nHost: test\r\n\r\n");
            master.await(Pattern.compile("BLOCKS"));
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                HttpClient client = new HttpClient(port);
                client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                clients.add(client);
            }
            await().until(() -> answered(clients) >= 19);
            assertThat(blocking.socket().getInputStream().available())
                    .as("still blocked")
                    .isZero();
            assertThat(blocking.answer(false).status()).isEqualTo(200);
            await().until(() -> answered(clients) == 20);
            for (HttpClient client : clients) {
                client.close();
            }
        }
        assertThat(master.events(WorkerEvent.Hung.class)).isEmpty();
    }

    @Test
    void aStopAnswersRequestsInFlightAndDoesNotWaitForIdleConnections() throws IOException {
        try (MasterProcess other = NodeProgram.ready("app.js");
                HttpClient idle = new HttpClient(NodeProgram.port(other));
                HttpClient slow = new HttpClient(NodeProgram.port(other))) {
            assertThat(idle.get("/").status()).isEqualTo(200);
            slow.send("GET /slow?ms=1500 HTTP/1.1\r\nHost: test\r\n\r\n");
            await().until(() -> other.children().stream()
                    .anyMatch(pid ->
                            Proc.clientsHeldBy(pid, NodeProgram.port(other)).contains(slow.localPort())));
            Proc.signal(other.pid(), Processes.SIGTERM);
            assertThat(slow.answer(false).status()).isEqualTo(200);
            assertThat(other.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void aProgramThatGoesOnWithoutConnectionsIsToldToEndSoonAfterAStop() {
        try (MasterProcess other = NodeProgram.ready("app.js", "busy")) {
            Proc.signal(other.pid(), Processes.SIGTERM);
            assertThat(other.exitCode(Duration.ofSeconds(20))).isZero();
            assertThat(other.events(WorkerEvent.Stepped.class))
                    .anyMatch(step ->
                            step.to() == WorkerState.EXITED && step.reason().equals("SIGTERM"));
        }
    }

    /** Also one that is stopped or blocked and cannot see its channel end. */
    @Test
    void workersDieWithAMasterThatIsKilled() {
        try (MasterProcess other = NodeProgram.ready("app.js")) {
            List<Integer> workers = other.children();
            Proc.stop(workers.get(0));
            Proc.signal(other.pid(), Processes.SIGKILL);
            workers.forEach(pid -> Proc.awaitGone(pid, Duration.ofSeconds(5)));
        }
    }

    @Test
    void withoutNodeThereIsOneClearLine() throws Exception {
        MasterCommand.Outcome outcome =
                new MasterCommand().after("export PATH=/nowhere").run(NodeProgram.path("app.js"));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).isEqualTo("baton: node: not found in PATH=/nowhere, needed to run app.js\n");
    }

    private static int answered(List<HttpClient> clients) throws IOException {
        int answered = 0;
        for (HttpClient client : clients) {
            answered += client.socket().getInputStream().available() > 0 ? 1 : 0;
        }
        return answered;
    }

    private static void awaitTwoThatServe() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Set<Integer> pids = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                pids.add(HttpClient.workerPid(port));
            }
            return pids.size() == 2;
        });
    }
}
