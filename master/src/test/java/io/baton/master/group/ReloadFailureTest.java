package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A reload whose new workers do not work: at whatever step that shows, the workers of before serve, and are told of. */
final class ReloadFailureTest {

    private ReloadingGroup it = new ReloadingGroup(3).started();

    @Test
    void aNewWorkerThatDiesAtBootChangesNothingAndItsLastLinesAreTold() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild broken = it.fresh().starts();
        broken.exits(1);
        it.clock.advanceMs(0);
        assertThat(reason(reload))
                .isEqualTo("api: not reloaded: api worker 1 died before it was ready: exit code 1; the workers of"
                        + " before serve on; its last lines:\n    last line of " + broken);
        it.assertServing(it.old(0), it.old(1), it.old(2));
        assertThat(it.events()).contains("reload.failed", "reload.last_line");
        assertThat(it.group.snapshot().generation()).isEqualTo(1);
        it.clock.advanceMs(3_600_000);
        it.assertOrdered(List.of(), List.of());
        assertThat(it.workshop.dismantled())
                .containsExactly(it.workshop.programs().get(1));
    }

    @Test
    void aNewWorkerThatIsNotReadyInTimeIsKilledAndTheReasonSaysSo() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild hangs = it.fresh().starts().online();
        it.clock.advanceMs(ReloadingGroup.READY_MS);
        assertThat(hangs.state()).isEqualTo(WorkerState.KILLING);
        hangs.isKilled();
        it.clock.advanceMs(0);
        assertThat(reason(reload)).contains("api worker 1 was not ready after 60000 ms");
        it.assertServing(it.old(0), it.old(1), it.old(2));
    }

    @Test
    void aProcessThatCannotBeStartedEndsTheReload() {
        CompletableFuture<Outcome> reload = it.reloads();
        it.fresh().fails();
        it.clock.advanceMs(0);
        assertThat(reason(reload)).contains("api worker 1 could not be started: no more processes");
        it.assertServing(it.old(0), it.old(1), it.old(2));
    }

    @Test
    void aNewWorkerThatExitsTwoSecondsLaterHasNotHadAConnection() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild brief = it.fresh().startsReady();
        it.clock.advanceMs(2_000);
        it.assertServing(it.old(0), it.old(1), it.old(2));
        brief.exits(0);
        it.clock.advanceMs(0);
        assertThat(reason(reload)).contains("api worker 1 died 2000 ms after it was ready: exit code 0");
        it.assertServing(it.old(0), it.old(1), it.old(2));
    }

    @Test
    void aNewWorkerThatGivesItselfUpOnTrialEndsTheReload() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild first = it.fresh().startsReady();
        first.retires();
        it.clock.advanceMs(0);
        assertThat(reload).as("it is not gone").isNotDone();
        it.leaversAreGone();
        it.clock.advanceMs(500);
        assertThat(reason(reload)).contains("api worker 1 gave itself up");
        it.assertServing(it.old(0), it.old(1), it.old(2));
    }

    @Test
    void whatWasReplacedAlreadyGoesBackOneByOne() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild first = it.nextIsReady();
        it.leaversAreGone();
        FakeChild second = it.fresh().startsReady();
        it.leaversAreGone();
        it.fresh().starts().exits(1);
        it.clock.advanceMs(0);
        it.assertServing(first, second, it.old(2));
        assertThat(it.old().waiting()).containsExactly("api worker 1");
        it.old().startsReady();
        assertThat(first.state()).isEqualTo(WorkerState.DRAINING);
        assertThat(reload).isNotDone();
        it.leaversAreGone();
        it.old().startsReady();
        it.leaversAreGone();
        it.assertServing(it.old(3), it.old(4), it.old(2));
        assertThat(reason(reload))
                .contains("api worker 3 died before it was ready")
                .contains("; what was replaced is as before again: api worker 1, api worker 2;");
    }

    @Test
    void aReplacedWorkerStaysNewWhereWhatItWasStartedFromIsGone() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild first = it.nextIsReady();
        it.workshop.programs().get(0).isGone("/srv/app.js has changed");
        it.leaversAreGone();
        it.fresh().starts().exits(1);
        it.clock.advanceMs(0);
        it.assertServing(first, it.old(1), it.old(2));
        assertThat(reason(reload)).contains("; api worker 1 stays as it is: /srv/app.js has changed;");
        it.clock.advanceMs(60_000);
        it.assertOrdered(List.of(), List.of());
    }

    @Test
    void aReplacedWorkerStaysNewIfAnOldOneDoesNotStartAnyMore() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild first = it.nextIsReady();
        it.leaversAreGone();
        it.fresh().starts().exits(1);
        it.clock.advanceMs(0);
        it.old().starts().exits(1);
        it.clock.advanceMs(2_000);
        assertThat(reason(reload)).contains("api worker 1 stays as it is: the worker of before died");
        it.assertServing(first, it.old(1), it.old(2));
    }

    @Test
    void aNewWorkerThatDiesWhileTheReloadGoesOnIsFollowedByAnOldOne() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild first = it.nextIsReady();
        it.leaversAreGone();
        FakeChild booting = it.fresh().starts();
        first.isKilled();
        it.clock.advanceMs(0);
        assertThat(it.old().waiting()).containsExactly("api worker 1");
        assertThat(booting.state()).isEqualTo(WorkerState.KILLING);
        booting.isKilled();
        it.old().startsReady();
        it.clock.advanceMs(500);
        it.assertServing(it.old(3), it.old(1), it.old(2));
        assertThat(reason(reload)).contains("api worker 1 died").contains("SIGKILL");
    }

    @Test
    void anOldWorkerThatDiesWhileItFinishesChangesNothing() {
        CompletableFuture<Outcome> reload = it.reloads();
        it.nextIsReady();
        it.old(0).isKilled();
        it.fresh().startsReady();
        it.leaversAreGone();
        it.fresh().startsReady();
        it.leaversAreGone();
        assertThat(reload).isCompletedWithValueMatching(Outcome.Done.class::isInstance);
    }

    @Test
    void aStartThatWasOrderedBeforeTheFailureEndsWhenItComes() {
        it = new ReloadingGroup(3, 0, 2, ReloadingGroup.TRIAL_MS).started();
        CompletableFuture<Outcome> reload = it.reloads();
        it.nextIsReady();
        it.leaversAreGone();
        it.assertOrdered(List.of(), List.of("api worker 2", "api worker 3"));
        it.fresh().starts().exits(1);
        FakeChild late = it.fresh().starts();
        assertThat(late.state()).isEqualTo(WorkerState.KILLING);
        late.isKilled();
        it.clock.advanceMs(500);
        it.old().startsReady();
        it.leaversAreGone();
        it.assertServing(it.old(3), it.old(1), it.old(2));
        assertThat(reason(reload)).contains("api worker 1;");
    }

    @Test
    void withoutASurgeTheEmptySlotGetsAnOldWorkerAgain() {
        it = new ReloadingGroup(2, 0, 0, 0).started();
        CompletableFuture<Outcome> reload = it.reloads();
        it.old(0).exits(0);
        it.fresh().starts().exits(1);
        it.clock.advanceMs(500);
        it.old().startsReady();
        it.assertServing(it.old(2), it.old(1));
        assertThat(reason(reload)).contains("api worker 1 died before it was ready");
    }

    @Test
    void aSpareOfTheFailedGenerationFillsNoSlot() {
        it = new ReloadingGroup(2, 1, 1, ReloadingGroup.TRIAL_MS).started();
        it.old(2).isKilled();
        CompletableFuture<Outcome> reload = it.reloads();
        it.nextIsReady();
        it.leaversAreGone();
        while (it.fresh().waiting().size() < 2 && !it.old().waiting().isEmpty()) {
            it.old().startsReady();
        }
        it.fresh().starts().exits(1);
        it.clock.advanceMs(0);
        it.readyAll(it.fresh());
        it.readyAll(it.old());
        it.leaversAreGone();
        it.clock.advanceMs(500);
        it.readyAll(it.old());
        it.leaversAreGone();
        it.clock.advanceMs(500);
        assertThat(reload).isCompleted();
        it.readyAll(it.old());
        assertThat(it.fresh().children()).allMatch(child -> child.state() == WorkerState.EXITED);
    }

    @Test
    void whatCannotBeReadIsAFailedReload() {
        CompletableFuture<Outcome> reload = it.asks();
        it.workshop.cannotRead("application: /srv/api.jar is damaged");
        assertThat(reload)
                .isCompletedWithValue(new Outcome.Refused(
                        Refusal.RELOAD_FAILED,
                        "api: not reloaded: application: /srv/api.jar is damaged; the workers of before serve on"));
        it.assertServing(it.old(0), it.old(1), it.old(2));
    }

    @Test
    void afterAFailureTheNextReloadMaySucceed() {
        CompletableFuture<Outcome> failed = it.reloads();
        it.fresh().starts().exits(1);
        it.clock.advanceMs(500);
        assertThat(failed).isCompleted();
        CompletableFuture<Outcome> reload = it.reloads();
        it.nextIsReady();
        it.replacesTheRest();
        assertThat(reload)
                .isCompletedWithValueMatching(outcome ->
                        outcome instanceof Outcome.Done done && done.what().endsWith("generation 3"));
    }

    private static String reason(CompletableFuture<Outcome> reload) {
        assertThat(reload)
                .isCompletedWithValueMatching(outcome ->
                        outcome instanceof Outcome.Refused refused && refused.refusal() == Refusal.RELOAD_FAILED);
        return ((Outcome.Refused) reload.join()).reason();
    }
}
