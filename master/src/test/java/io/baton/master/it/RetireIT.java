package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A worker whose application has failed says so. Its successor starts first, and it finishes its requests. */
final class RetireIT {

    private static final int PER_SECOND = 200;
    private static final String UNCAUGHT = "uncaught exception";

    @Test
    void anUncaughtExceptionComesAfterTheAnswerAndCostsNoOtherClientAnything() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, "--demo-faults")) {
            assertThat(HttpClient.get(trial.port(), "/throw").body()).isEqualTo("thrown\n");
            WorkerEvent.Stepped retires = trial.master().awaitEvent(WorkerEvent.Stepped.class, step -> step.reason()
                    .startsWith("retires: uncaught exception"));
            assertThat(retires.from()).isEqualTo(WorkerState.READY);
            assertThat(retires.to()).isEqualTo(WorkerState.DRAINING);
            requireExit(trial, retires.worker().pid());
            trial.master().awaitReady(3);
            trial.requireAllAnsweredBut(Set.of());
            trial.requireHealed(UNCAUGHT);
        }
    }

    @Test
    void aWorkerThatRetiresFinishesItsRequests() throws IOException {
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
            requireExit(trial, retiring);
            trial.master().awaitReady(3);
            trial.requireHealed(UNCAUGHT);
        }
    }

    private static void requireExit(Trial trial, int retired) {
        WorkerEvent.Stepped exited = trial.master().awaitStep(retired, WorkerState.EXITED);
        assertThat(exited.from()).isEqualTo(WorkerState.DRAINING);
        assertThat(exited.reason()).isEqualTo("exit code 1");
    }
}
