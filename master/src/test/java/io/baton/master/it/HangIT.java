package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Workers that live and do not work. */
final class HangIT {

    @Test
    void aWorkerThatIsStoppedForEverIsReplacedAndItsUnacceptedConnectionsAreServed() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            int port = master.port();
            int stopped = HttpClient.workerPid(port);
            Proc.signal(stopped, Libc.SIGSTOP);
            Proc.awaitStopped(stopped);
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                HttpClient client = new HttpClient(port);
                client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                clients.add(client);
            }
            for (HttpClient client : clients) {
                assertThat(HttpClient.pidIn(client.answer(false).body())).isNotEqualTo(stopped);
                client.close();
            }
            master.await(Pattern.compile("pid " + stopped + "\\) hangs"));
            Proc.awaitGone(stopped, Duration.ofSeconds(10));
            master.awaitReady(3);
        }
    }

    @Test
    void aWorkerThatIsStoppedForTwoSecondsIsLeftAlone() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            int stopped = HttpClient.workerPid(master.port());
            Proc.signal(stopped, Libc.SIGSTOP);
            Proc.awaitStopped(stopped);
            master.awaitQuiet(Duration.ofSeconds(2));
            Proc.signal(stopped, Libc.SIGCONT);
            master.awaitQuiet(Duration.ofSeconds(6));
            assertThat(master.children()).contains(stopped);
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
        }
    }

    @Test
    void aMasterThatWasStoppedItselfKillsNobody() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            List<Integer> workers = master.children();
            Proc.signal(master.pid(), Libc.SIGSTOP);
            Proc.awaitStopped(master.pid());
            master.awaitQuiet(Duration.ofSeconds(7));
            Proc.signal(master.pid(), Libc.SIGCONT);
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            master.awaitQuiet(Duration.ofSeconds(2));
            assertThat(master.children()).isEqualTo(workers);
        }
    }
}
