package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A process at its limit of open descriptors, set on the running process with prlimit(1). */
final class DescriptorLimitIT {

    private static final int PLENTY = 4096;

    @Test
    void whatAWorkerCannotOpenAnotherWorkerServes() throws Exception {
        try (MasterProcess master = MasterProcess.ready()) {
            int port = master.port();
            int full = HttpClient.workerPid(port);
            await().until(() -> Proc.clientsHeldBy(full, port).isEmpty());
            limit(full, Proc.descriptors(full));
            Set<Integer> answering = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                answering.add(HttpClient.workerPid(port));
            }
            assertThat(answering).hasSize(1).doesNotContain(full);
            limit(full, PLENTY);
            for (int i = 0; i < 10; i++) {
                answering.add(HttpClient.workerPid(port));
            }
            assertThat(answering).as("the worker recovers").contains(full);
            assertThat(master.children()).hasSize(2).contains(full);
        }
    }

    @Test
    void whatTheMasterCannotOpenWaitsInTheBacklog() throws Exception {
        try (MasterProcess master = MasterProcess.ready()) {
            int port = master.port();
            HttpClient.get(port, "/");
            limit(master.pid(), Proc.descriptors(master.pid()));
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                clients.add(request(port));
            }
            master.await(Pattern.compile("accept: EMFILE"));
            assertThat(clients).as("one that waits").anySatisfy(client -> assertThat(
                            client.socket().getInputStream().available())
                    .isZero());
            limit(master.pid(), PLENTY);
            for (HttpClient client : clients) {
                assertThat(client.answer(false).status()).isEqualTo(200);
                client.close();
            }
        }
    }

    private static HttpClient request(int port) throws IOException {
        HttpClient client = new HttpClient(port);
        client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
        return client;
    }

    /** From now on the process can open descriptors below this number only. */
    private static void limit(int pid, int descriptors) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", "" + pid, "--nofile=" + descriptors + ":")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
