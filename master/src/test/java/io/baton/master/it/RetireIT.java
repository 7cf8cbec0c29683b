package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A worker whose application has failed says so, is replaced first, and finishes what it has. */
final class RetireIT {

    private static final int PER_SECOND = 200;
    private static final String UNCAUGHT = "uncaught exception";

    @Test
    void anUncaughtExceptionComesAfterTheAnswerAndCostsNobodyAnything() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, "--demo-faults")) {
            assertThat(HttpClient.get(trial.port(), "/throw").body()).isEqualTo("thrown\n");
            String broken = trial.master()
                    .await(Pattern.compile("pid (\\d+)\\) READY -> DRAINING: retires: uncaught exception"))
                    .group(1);
            trial.master().await(Pattern.compile("pid " + broken + "\\) DRAINING -> EXITED: exit code 1"));
            trial.master().awaitReady(3);
            trial.requireAllAnsweredBut(Set.of());
            trial.requireHealed(UNCAUGHT);
        }
    }

    @Test
    void aWorkerThatRetiresFinishesWhatItHas() throws IOException {
        try (Trial trial = Trial.start("--demo-faults", "--compute-threads", "1")) {
            int retiring = trial.worker();
            HttpClient computing = trial.clientOf(retiring);
            HttpClient throwing = trial.clientOf(retiring);
            computing.send("GET /compute?n=3e8 HTTP/1.1\r\nHost: test\r\n\r\n");
            long before = Proc.cpuTicks(retiring);
            await().until(() -> Proc.cpuTicks(retiring) > before + 5);
            assertThat(throwing.get("/throw").body()).isEqualTo("thrown\n");
            assertThat(computing.answer(false).status()).isEqualTo(200);
            assertThat(computing.isClosedByServer()).isTrue();
            trial.master().await(Pattern.compile("pid " + retiring + "\\) DRAINING -> EXITED: exit code 1"));
            trial.master().awaitReady(3);
            trial.requireHealed(UNCAUGHT);
        }
    }
}
