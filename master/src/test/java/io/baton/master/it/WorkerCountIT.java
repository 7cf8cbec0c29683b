package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SIGTTIN and SIGTTOU: one worker more, one less. */
final class WorkerCountIT {

    private static final int SIGTTIN = 21;
    private static final int SIGTTOU = 22;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void thereCanBeOneWorkerMoreAndOneLessButNeverNone() throws IOException {
        try (Trial trial = Trial.start("--compute-threads", "1")) {
            MasterProcess master = trial.master();
            Proc.signal(master.pid(), SIGTTIN);
            assertThat(master.awaitEvent(ApplicationEvent.Grew.class, any -> true)
                            .workers())
                    .isEqualTo(3);
            master.awaitReady(3);
            int third = master.readyPids().get(2);
            assertThat(answering(trial.port(), third)).contains(third);

            HttpClient computing = trial.clientOf(third);
            computing.send("GET /compute?n=3e8 HTTP/1.1\r\nHost: test\r\n\r\n");
            long before = Proc.cpuTicks(third);
            await().until(() -> Proc.cpuTicks(third) > before + 5);
            Proc.signal(master.pid(), SIGTTOU);
            WorkerEvent.Stepped told = master.awaitStep(third, WorkerState.DRAINING);
            assertThat(told.worker().name()).isEqualTo("worker 3");
            assertThat(told.reason()).isEqualTo("one worker less");
            assertThat(computing.answer(false).status()).isEqualTo(200);
            assertThat(master.awaitStep(third, WorkerState.EXITED).reason()).isEqualTo("exit code 0");
            trial.requireHealed();
            Proc.signal(master.pid(), SIGTTIN);
            master.awaitReady(4);
            int again = master.readyPids().get(3);
            assertThat(master.awaitCreated("worker 3", 2)).isEqualTo(again);
            Proc.signal(master.pid(), SIGTTOU);
            await().atMost(LIMIT).until(() -> master.children().size() == 2);

            Proc.signal(master.pid(), SIGTTOU);
            master.awaitEvent(ApplicationEvent.Shrank.class, shrank -> shrank.workers() == 1);
            await().atMost(LIMIT).until(() -> master.children().size() == 1);
            Proc.signal(master.pid(), SIGTTOU);
            assertThat(master.awaitEvent(ApplicationEvent.DidNotShrink.class, any -> true)
                            .workers())
                    .isEqualTo(1);
            assertThat(HttpClient.workerPid(trial.port())).isIn(master.children());
        }
    }

    /** Forty JVMs that boot at once on two cores are all late. */
    @Test
    void theFirstOfMoreWorkersThanCoresBootsAlone() {
        int workers = Runtime.getRuntime().availableProcessors() + 2;
        try (MasterProcess master = new MasterCommand().start("-i", String.valueOf(workers))) {
            master.awaitReady(workers);
            List<WorkerEvent> untilTheFirstIsReady = master.events(WorkerEvent.class).stream()
                    .takeWhile(event -> !(event instanceof WorkerEvent.Stepped step && step.to() == WorkerState.READY))
                    .toList();
            assertThat(untilTheFirstIsReady)
                    .filteredOn(event -> event instanceof WorkerEvent.Created)
                    .hasSize(1);
        }
    }

    /** A killed worker of a slot that was given up has no successor. A killed worker of another slot has one. */
    @Test
    void aSlotThatWasGivenUpStaysEmpty() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            int first = master.readyPids().get(0);
            Proc.signal(master.pid(), SIGTTOU);
            await().atMost(LIMIT).until(() -> master.children().size() == 1);
            int left = master.children().get(0);
            Proc.signal(left, Processes.SIGKILL);
            master.awaitReady(3);
            assertThat(master.children()).hasSize(1).doesNotContain(first, left);
            assertThat(HttpClient.workerPid(master.port())).isIn(master.children());
        }
    }

    private static Set<Integer> answering(int port, int wanted) throws IOException {
        Set<Integer> pids = new HashSet<>();
        for (int i = 0; i < 100 && !pids.contains(wanted); i++) {
            pids.add(HttpClient.workerPid(port));
        }
        return pids;
    }
}
