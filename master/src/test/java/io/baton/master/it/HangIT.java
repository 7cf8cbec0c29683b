package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.WorkerEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A worker that hangs is killed and replaced. A worker that could not run for a moment is left alone. */
final class HangIT {

    /** What comes in the 20 ms until a worker that accepts nothing is sent nothing more: two connections. */
    private static final int PER_SECOND = 100;

    private static final Duration LIMIT = Scale.of(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final String[] LIMITED = {"--demo-faults", "--heartbeat-limit", LIMIT.toSeconds() + "s"};

    /** A second of it is promised, the rest is for a machine that has other things to do. */
    private static final Duration NOTICED = LIMIT.plusSeconds(3);

    @Test
    void aWorkerThatIsStoppedForEverIsReplacedAndItsUnacceptedConnectionsAreServedElsewhere() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, LIMITED)) {
            int stopped = trial.worker();
            Proc.stop(stopped);
            requireReplaced(trial, stopped, Set.of());
            assertThat(trial.master().output())
                    .as("a stopped process has no thread dump to give")
                    .noneMatch(line -> line.contains("Full thread dump"));
            trial.requireHealed();
        }
    }

    @Test
    void aWorkerThatIsStoppedBeforeItIsOnlineIsReplacedLongBeforeTheReadyTimeout() {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--heartbeat-limit", "2s")) {
            int stopped = master.awaitCreated("worker 1", 1);
            Proc.signal(stopped, Processes.SIGSTOP);
            assertThat(master.awaitHang(stopped).reason()).isEqualTo("stopped for more than 2000 ms");
            master.awaitReady(1);
        }
    }

    @Test
    void aWorkerWithABlockedEventLoopIsReplacedAndItsUnacceptedConnectionsAreServedElsewhere() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, LIMITED)) {
            int blocked = trial.worker();
            HttpClient blocking = trial.clientOf(blocked);
            blocking.send("GET /block?ms=60000 HTTP/1.1\r\nHost: test\r\n\r\n");
            // It accepts nothing any more, and is killed as soon as it has told its threads.
            pass(LIMIT.dividedBy(4));
            Set<Integer> held = Proc.clientsHeldBy(blocked, trial.port());
            trial.master().await(Pattern.compile("DemoFaults\\.block"));
            requireReplaced(trial, blocked, held);
            blocking.awaitEnd();
            trial.requireHealed();
        }
    }

    @Test
    void aWorkerThatIsStoppedForTwoSecondsLosesNothingAndServesNothingTwice() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND)) {
            List<Integer> workers = trial.master().children();
            HttpClient old = trial.clientOf(workers.get(0));
            Proc.stop(workers.get(0));
            HttpClient asking = trial.asking("/");
            pass(Duration.ofSeconds(2));
            Proc.signal(workers.get(0), Processes.SIGCONT);
            assertThat(asking.answer(false).status()).isEqualTo(200);
            assertThat(HttpClient.pidIn(old.get("/").body())).isEqualTo(workers.get(0));
            trial.load().awaitAnswers(PER_SECOND);
            trial.requireAllAnsweredBut(Set.of());
            assertThat(trial.master().children()).isEqualTo(workers);
            trial.requireHealed();
        }
    }

    /** A master that was stopped cannot know which worker was silent. Workers serve their accepted connections without it. */
    @Test
    void aMasterThatWasStoppedItselfKillsNoWorkerAndItsClientsAreServed() throws IOException {
        try (Trial trial = Trial.start(LIMITED)) {
            List<Integer> workers = trial.master().children();
            HttpClient old = trial.clientOf(workers.get(0));
            List<HttpClient> fresh = new ArrayList<>();
            Proc.stop(trial.master().pid());
            for (int i = 0; i < 20; i++) {
                assertThat(HttpClient.pidIn(old.get("/").body())).isEqualTo(workers.get(0));
                fresh.add(trial.asking("/"));
            }
            pass(LIMIT.plusSeconds(1));
            Proc.signal(trial.master().pid(), Processes.SIGCONT);
            for (HttpClient client : fresh) {
                assertThat(client.answer(false).status()).isEqualTo(200);
            }
            pass(LIMIT.plusSeconds(1));
            assertThat(trial.master().children()).isEqualTo(workers);
            trial.requireHealed();
        }
    }

    @Test
    void noWorkerCountsAsHungOnAStarvedMachine() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, LIMITED)) {
            List<Integer> workers = trial.master().children();
            Starvation.last(Scale.of(Duration.ofSeconds(5), Duration.ofSeconds(30)));
            assertThat(trial.master().children()).isEqualTo(workers);
            assertThat(trial.master().events(WorkerEvent.Hung.class)).isEmpty();
            trial.requireAllAnsweredBut(Set.of());
            trial.requireHealed();
        }
    }

    private static void requireReplaced(Trial trial, int hung, Set<Integer> accepted) {
        assertThat(trial.master().awaitHang(hung).reason())
                .isEqualTo("silent for more than " + LIMIT.toMillis() + " ms");
        trial.master().awaitReady(3);
        trial.load().awaitAnswers(PER_SECOND);
        List<Load.Request> all = trial.requireAllAnsweredBut(accepted);
        assertThat(all)
                .filteredOn(request -> request.took().compareTo(LIMIT.dividedBy(2)) > 0)
                .as("requests that waited for the worker's end")
                .hasSizeLessThanOrEqualTo(2)
                .allMatch(request -> request.worker() != hung && request.took().compareTo(NOTICED) < 0);
    }

    /** The time itself is what is tested. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
