package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job: the master accepts, a worker serves. */
final class MainJobIT {

    private static MasterProcess master;
    private static int port;

    @BeforeAll
    static void start() {
        master = MasterProcess.ready();
        port = master.port();
    }

    @AfterAll
    static void stop() {
        master.close();
    }

    /** Of a master of its own: a worker that has just computed is spared until it says that it is done. */
    @Test
    void tenRequestsAreAnsweredByAtLeastTwoWorkers() throws IOException {
        try (MasterProcess fresh = MasterProcess.ready()) {
            Set<Integer> pids = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                HttpClient.Answer answer = HttpClient.get(fresh.port(), "/");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.head()).containsIgnoringCase("content-type: text/plain; charset=utf-8");
                assertThat(answer.body()).endsWith(", ppid: " + fresh.pid() + "\n");
                pids.add(HttpClient.pidIn(answer.body()));
            }
            assertThat(pids).hasSize(2).isEqualTo(Set.copyOf(fresh.children()));
        }
    }

    @Test
    void theWorkerHoldsTheClientsSocketAndTheMasterDoesNot() throws IOException {
        try (HttpClient client = new HttpClient(port)) {
            int worker = HttpClient.pidIn(client.get("/").body());
            assertThat(Proc.clientsHeldBy(worker, port)).contains(client.localPort());
            assertThat(Proc.clientsHeldBy(master.pid(), port)).doesNotContain(client.localPort());
        }
    }

    @Test
    void aConnectionStaysWithItsWorker() throws IOException {
        try (HttpClient client = new HttpClient(port)) {
            int first = HttpClient.pidIn(client.get("/").body());
            for (int i = 0; i < 5; i++) {
                assertThat(HttpClient.pidIn(client.get("/").body())).isEqualTo(first);
            }
        }
    }

    @Test
    void theWholeComputationGivesNodesResult() throws IOException {
        assertThat(HttpClient.get(port, "/compute").body()).isEqualTo("Sum is 49999999990067860000");
    }

    @Test
    void nIsReadAsJavaScriptReadsNumbers() throws IOException {
        assertThat(HttpClient.get(port, "/compute?n=1e3").body()).isEqualTo("Sum is 499500");
        assertThat(HttpClient.get(port, "/compute?n=0x10").body()).isEqualTo("Sum is 120");
        assertThat(HttpClient.get(port, "/compute?n=").body()).isEqualTo("Sum is 0");
        HttpClient.Answer refused = HttpClient.get(port, "/compute?n=1.5");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("1.5", "expected");
    }

    @Test
    void otherPathsAre404AndOtherMethods405() throws IOException {
        assertThat(HttpClient.get(port, "/nothing").status()).isEqualTo(404);
        try (HttpClient client = new HttpClient(port)) {
            HttpClient.Answer answer = client.request("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.head()).containsPattern(Pattern.compile("allow: .*GET", Pattern.CASE_INSENSITIVE));
        }
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        try (HttpClient client = new HttpClient(port)) {
            HttpClient.Answer head = client.request("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n");
            HttpClient.Answer get = client.get("/");
            assertThat(head.status()).isEqualTo(200);
            assertThat(withoutDate(head.head())).isEqualTo(withoutDate(get.head()));
        }
    }

    @Test
    void descriptorsComeBackAfterAThousandConnections() throws IOException {
        HttpClient.get(port, "/");
        int before = descriptors();
        for (int i = 0; i < 1000; i++) {
            assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
        }
        await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
    }

    @Test
    void withoutTheFlagThereAreNoFaults() throws IOException {
        for (String fault : List.of("/throw", "/block?ms=1", "/oom", "/exit?code=1")) {
            assertThat(HttpClient.get(port, fault).status()).isEqualTo(404);
        }
    }

    private static int descriptors() {
        return Proc.descriptors(master.pid())
                + master.children().stream().mapToInt(Proc::descriptors).sum();
    }

    private static String withoutDate(String head) {
        return head.replaceAll("(?i)date: [^\r]*", "");
    }
}
