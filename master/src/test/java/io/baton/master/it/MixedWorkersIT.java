package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One group serves one port with an unmodified Node program in slot 1 and a JVM worker in slot 2. */
@Timeout(120)
final class MixedWorkersIT {

    @Test
    void aNodeProgramAndAJvmWorkerServeOnePortAndStandInForEachOther() throws Exception {
        try (OwnGroup group = OwnGroup.ready(OwnGroup.Kind.NODE, OwnGroup.Kind.BUILT_IN)) {
            int port = group.port();
            Set<Integer> both = answering(port);
            assertThat(both).hasSize(2);
            for (int killed : both) {
                Proc.stop(killed);
                try (HttpClient first = new HttpClient(port);
                        HttpClient second = new HttpClient(port)) {
                    first.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                    second.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                    await().until(() -> first.socket().getInputStream().available() > 0
                            || second.socket().getInputStream().available() > 0);
                    Proc.signal(killed, Processes.SIGKILL);
                    assertThat(HttpClient.pidIn(first.answer(false).body())).isNotEqualTo(killed);
                    assertThat(HttpClient.pidIn(second.answer(false).body())).isNotEqualTo(killed);
                }
                await().atMost(Duration.ofSeconds(30))
                        .until(() ->
                                answering(port).size() == 2 && !answering(port).contains(killed));
            }
        }
    }

    private static Set<Integer> answering(int port) throws Exception {
        Set<Integer> pids = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            pids.add(HttpClient.workerPid(port));
        }
        return pids;
    }
}
