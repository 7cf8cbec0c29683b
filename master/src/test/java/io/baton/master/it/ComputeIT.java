package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Computations in one worker are bounded, delay no other request, and stop when their client goes away. */
final class ComputeIT {

    private static final String SLOW = "GET /compute HTTP/1.1\r\nHost: test\r\n\r\n";

    private MasterProcess master;
    private int port;

    @BeforeEach
    void start() {
        master = MasterProcess.start("-i", "1", "--compute-threads", "1", "--compute-queue", "1");
        master.awaitReady(1);
        port = master.port();
    }

    @AfterEach
    void stop() {
        master.close();
    }

    @Test
    void theSameWorkerAnswersOthersWhileItComputes() throws IOException {
        try (HttpClient computing = new HttpClient(port)) {
            computing.send(SLOW);
            awaitComputing();
            for (int i = 0; i < 20; i++) {
                assertThat(HttpClient.workerPid(port)).isEqualTo(worker());
            }
            assertThat(computing.socket().getInputStream().available()).isZero();
        }
    }

    @Test
    void whenPoolAndQueueAreFullTheAnswerIs503AtOnce() throws IOException {
        List<HttpClient> busy = fill();
        HttpClient.Answer refused = HttpClient.get(port, "/compute");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.head().toLowerCase(Locale.ROOT)).contains("retry-after: ");
        for (HttpClient client : busy) {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIN", "RST"})
    void aComputationStopsWhenItsClientGoesAway(String how) throws IOException {
        List<HttpClient> busy = fill();
        for (HttpClient client : busy) {
            if (how.equals("FIN")) {
                client.close();
            } else {
                client.reset();
            }
        }
        await().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(
                        HttpClient.get(port, "/compute?n=1000").body())
                .isEqualTo("Sum is 499500"));
        long before = Proc.cpuTicks(worker());
        await().pollDelay(Duration.ofMillis(500)).untilAsserted(() -> assertThat(Proc.cpuTicks(worker()) - before)
                .as("half a second of a computation is 50 ticks")
                .isLessThan(25));
    }

    /** One computing, one waiting. */
    private List<HttpClient> fill() throws IOException {
        List<HttpClient> busy = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            HttpClient client = new HttpClient(port);
            client.send(SLOW);
            busy.add(client);
            awaitComputing();
        }
        await().until(() -> HttpClient.get(port, "/compute?n=1").status() == 503);
        return busy;
    }

    private void awaitComputing() {
        long before = Proc.cpuTicks(worker());
        await().until(() -> Proc.cpuTicks(worker()) > before + 5);
    }

    private int worker() {
        return master.children().get(0);
    }
}
