package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that come while no worker is ready. */
final class HoldIT {

    @Test
    void moreThanTheHoldTakesAreAllAnsweredOnceAWorkerIsReady() throws IOException {
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
            master.children().forEach(pid -> Proc.signal(pid, Libc.SIGSTOP));
            List<HttpClient> clients = connect(port, 5);
            Proc.signal(master.pid(), Libc.SIGTERM);
            for (HttpClient client : clients) {
                HttpClient.Answer answer = client.answer(false);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.head()).containsIgnoringCase("retry-after: 1");
                client.close();
            }
            master.children().forEach(pid -> Proc.signal(pid, Libc.SIGCONT));
            assertThat(master.exitCode(Duration.ofSeconds(30))).isZero();
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
