package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Healthy workers are replaced after a while, one at a time, and no request is lost. */
final class RotationIT {

    private static final int PER_SECOND = 200;

    @Tag("long")
    @Test
    void afterSoManyRequestsWorkersAreReplacedOneAfterTheOtherAndNoRequestIsLost() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, "--max-requests", "300")) {
            trial.master().awaitEvent(WorkerEvent.Stepped.class, RotationIT::leaves, 3);
            trial.requireAllAnsweredBut(Set.of());
            assertThat(whyReplaced(trial.master())).matches("\\d+ requests");
            requireOneAtATime(trial.master().events(WorkerEvent.class));
            trial.requireHealed();
        }
    }

    @Test
    void aWorkerThatIsReplacedFinishesItsRequests() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--max-lifetime", "3s");
                HttpClient computing = new HttpClient(master.port())) {
            master.awaitReady(1);
            int replaced = HttpClient.pidIn(computing.get("/").body());
            computing.send("GET /compute?n=4e9 HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(leaves(master.awaitStep(replaced, WorkerState.DRAINING))).isTrue();
            assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(replaced);
            assertThat(computing.answer(false).status()).isEqualTo(200);
            assertThat(master.awaitStep(replaced, WorkerState.EXITED).reason()).isEqualTo("exit code 0");
            // The connection has gone on to the next worker.
            assertThat(HttpClient.pidIn(computing.get("/").body())).isNotEqualTo(replaced);
        }
    }

    @Test
    void aWorkerWithTooMuchMemoryIsReplacedOnceItHasSettled() {
        try (MasterProcess master =
                MasterProcess.start("-i", "1", "--max-memory-restart", "20m", "--min-uptime", "1s")) {
            assertThat(whyReplaced(master)).matches("\\d+ MB of memory");
            await().atMost(Duration.ofSeconds(30)).until(() -> master.children().size() == 1);
        }
    }

    /** The replacement is ready before its predecessor leaves and before the next one is replaced. */
    private static void requireOneAtATime(List<WorkerEvent> events) {
        List<String> order = new ArrayList<>();
        for (WorkerEvent event : events) {
            if (event instanceof WorkerEvent.ReplacementBegun) {
                order.add("replace");
            } else if (event instanceof WorkerEvent.Stepped step) {
                if (!order.isEmpty() && step.to() == WorkerState.READY) {
                    order.add("ready");
                } else if (leaves(step)) {
                    order.add("leave");
                }
            }
        }
        for (int i = 0; i < order.size(); i++) {
            assertThat(order.get(i))
                    .as("%s of %s", i, order)
                    .isEqualTo(List.of("replace", "ready", "leave").get(i % 3));
        }
    }

    private static boolean leaves(WorkerEvent.Stepped step) {
        return step.from() == WorkerState.READY
                && step.to() == WorkerState.DRAINING
                && step.reason().equals("replaced");
    }

    private static String whyReplaced(MasterProcess master) {
        return master.awaitEvent(WorkerEvent.ReplacementBegun.class, any -> true)
                .reason();
    }
}
