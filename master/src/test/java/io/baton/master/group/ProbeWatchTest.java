package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.ProbeRules;
import io.baton.master.fetch.FakeFetcher;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An unhealthy worker is replaced while others serve, and all of them are never replaced at once. */
final class ProbeWatchTest {

    private static final int INTERVAL_MS = 1_000;
    private static final ProbeRules RULES = new ProbeRules("/health", INTERVAL_MS, 500, 2);

    private final List<FakeChild> sick = new ArrayList<>();

    private ReloadingGroup it = new ReloadingGroup(2, RULES).started();

    @Test
    void eachWorkerIsAskedOnceInAnIntervalAndNeverTwiceAtOnce() {
        it.clock.advanceMs(INTERVAL_MS);
        List<FakeFetcher.Asked> asked = it.workshop.answers().take();
        assertThat(asked).extracting(FakeFetcher.Asked::path).containsExactly("/health", "/health");
        assertThat(asked)
                .extracting(FakeFetcher.Asked::worker)
                .containsExactlyInAnyOrder(
                        it.old(0).worker().lane(), it.old(1).worker().lane());
        it.clock.advanceMs(5 * INTERVAL_MS);
        assertThat(it.workshop.answers().take()).as("no answer yet").isEmpty();
        asked.forEach(one -> one.says(200));
        round();
        assertThat(it.workshop.answers().questions()).isEqualTo(4);
    }

    @Test
    void anUnhealthyWorkerGetsNothingNewAndLeavesWhenItsSuccessorIsReady() {
        FakeChild unwell = it.old(0);
        sick.add(unwell);
        round();
        it.assertServing(unwell, it.old(1));
        round();
        it.assertServing(it.old(1));
        assertThat(it.events()).contains("worker.unhealthy").containsOnlyOnce("worker.replacement_begun");
        it.assertOrdered(List.of("api worker 1"), List.of("api worker 1"));
        round();
        assertThat(unwell.state()).isEqualTo(WorkerState.READY);
        FakeChild successor = it.old().startsReady();
        it.assertServing(it.old(1), successor);
        assertThat(unwell.state()).isEqualTo(WorkerState.DRAINING);
        it.leaversAreGone();
        round();
        assertThat(it.events()).containsOnlyOnce("worker.unhealthy");
    }

    @Test
    void theOnlyWorkerServesUntilItsSuccessorIsReady() {
        it = new ReloadingGroup(1, RULES).started();
        sick.add(it.old(0));
        round();
        round();
        it.assertServing(it.old(0));
        FakeChild successor = it.old().startsReady();
        it.assertServing(successor);
        assertThat(it.old(0).state()).isEqualTo(WorkerState.DRAINING);
    }

    @Test
    void workersThatAreAllUnhealthyServeOnAndAreReplacedOneAfterTheOther() {
        bothAreUnhealthy();
        it.assertServing(it.old(0), it.old(1));
        assertThat(it.old().waiting()).hasSize(1);
        it.old().startsReady();
        assertThat(it.old().waiting()).as("the first one has not left").isEmpty();
        it.leaversAreGone();
        it.clock.advanceMs(INTERVAL_MS);
        assertThat(it.old().waiting()).hasSize(1);
    }

    @Test
    void aWorkerThatIsHealthyAgainBeforeItsTurnStays() {
        bothAreUnhealthy();
        FakeChild next = it.old().waiting().equals(List.of("api worker 1")) ? it.old(1) : it.old(0);
        sick.clear();
        round();
        assertThat(it.events()).contains("worker.recovered");
        FakeChild successor = it.old().startsReady();
        it.leaversAreGone();
        round();
        round();
        it.assertServing(next, successor);
        assertThat(it.old().waiting()).isEmpty();
    }

    @Test
    void aWorkerThatGotNothingBecauseAnotherOneWasHealthyServesAgainWhenThatOneEnds() {
        sick.add(it.old(0));
        round();
        round();
        it.assertServing(it.old(1));
        it.old(1).isKilled();
        it.assertServing(it.old(0));
    }

    private void bothAreUnhealthy() {
        sick.addAll(List.of(it.old(0), it.old(1)));
        round();
        round();
    }

    /** An interval passes, and each question is answered. */
    private void round() {
        it.clock.advanceMs(INTERVAL_MS);
        for (FakeFetcher.Asked asked : it.workshop.answers().take()) {
            boolean well = sick.stream().noneMatch(child -> child.worker().lane() == asked.worker());
            asked.says(well ? 204 : 500);
        }
    }
}
