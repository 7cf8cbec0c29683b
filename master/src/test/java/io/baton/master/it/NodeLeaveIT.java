package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Node worker leaves of its own will while a client waits for an answer that takes longer than its successor's start. */
@Timeout(120)
final class NodeLeaveIT {

    private static final long SLOW_MS = 6_000;

    @ParameterizedTest
    @ValueSource(strings = {"SIGTERM", "/disconnect"})
    void theOnlyWorkersPortStaysOpenAndItsSuccessorDoesNotWaitForItsEnd(String how) throws IOException {
        try (MasterProcess master = new MasterCommand().start(NodeProgram.path("app.js"), "-i", "1", "graceful")) {
            master.awaitReady(1);
            int port = NodeProgram.port(master);
            int old = HttpClient.workerPid(port);
            try (HttpClient slow = new HttpClient(port)) {
                slow.send("GET /slow?ms=" + SLOW_MS + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOW_MS - 1_000);
                if (how.startsWith("/")) {
                    HttpClient.get(port, how);
                } else {
                    Proc.signal(old, Processes.SIGTERM);
                }
                int served = 0;
                while (System.nanoTime() < until) {
                    HttpClient.Answer answer = HttpClient.get(port, "/");
                    assertThat(answer.status()).isEqualTo(200);
                    served += answer.body().contains("pid: " + old + ",") ? 0 : 1;
                }
                assertThat(served).as("answers of the successor meanwhile").isPositive();
                assertThat(Files.exists(Path.of("/proc", String.valueOf(old)))).isTrue();
                assertThat(slow.answer(false).body()).contains("pid: " + old + ",");
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> master.children().size() == 1);
            assertThat(master.children()).doesNotContain(old);
        }
    }
}
