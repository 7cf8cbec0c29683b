package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.ReloadRules;
import io.baton.master.config.RetireLimits;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A reload whose new workers work: in which order workers come and leave, whatever else happens meanwhile. */
final class ReloadTest {

    private ReloadingGroup it = new ReloadingGroup(2).started();

    @Test
    void anOldWorkerLeavesWhenItsSuccessorTakesConnectionsAndTheNextOneFollowsWhenItIsGone() {
        CompletableFuture<Outcome> reload = it.reloads();
        it.assertOrdered(List.of(), List.of("api worker 1"));
        FakeChild first = it.fresh().startsReady();
        it.assertServing(it.old(0), it.old(1));
        it.clock.advanceMs(ReloadingGroup.TRIAL_MS);
        it.assertServing(it.old(1), first);
        assertThat(it.old(0).state()).isEqualTo(WorkerState.DRAINING);
        assertThat(it.fresh().waiting()).as("one leaves at a time").isEmpty();
        it.old(0).exits(0);
        assertThat(it.fresh().waiting()).containsExactly("api worker 2");
        FakeChild second = it.fresh().startsReady();
        it.assertServing(first, second);
        assertThat(reload).as("an old worker is not gone").isNotDone();
        it.old(1).exits(0);
        assertThat(reload).isCompletedWithValue(new Outcome.Done("2 workers on http://127.0.0.1:3000, generation 2"));
    }

    @Test
    void aNewWorkerServesForAPauseBeforeTheNextOneIsReplaced() {
        ReloadingGroup slow = new ReloadingGroup(3, new ReloadRules(1, 1_000, 5_000, null)).started();
        CompletableFuture<Outcome> reload = slow.reloads();
        slow.fresh().startsReady();
        slow.clock.advanceMs(1_000);
        slow.old(0).exits(0);
        slow.clock.advanceMs(4_900);
        assertThat(slow.fresh().waiting())
                .as("the pause begins when it gets connections")
                .isEmpty();
        slow.clock.advanceMs(600);
        assertThat(slow.fresh().waiting()).containsExactly("api worker 2");
        slow.fresh().startsReady();
        slow.old(1).exits(0);
        slow.clock.advanceMs(4_900);
        assertThat(slow.fresh().waiting()).isEmpty();
        slow.clock.advanceMs(600);
        slow.fresh().startsReady();
        slow.old(2).exits(0);
        slow.clock.advanceMs(500);
        assertThat(reload).as("nothing is left to wait for").isCompleted();
    }

    @Test
    void onlyAWorkerThatFollowsOneWhichServesHasMoreTimeToStart() throws Exception {
        CompletableFuture<Outcome> unused = it.reloads();
        assertThat(it.fresh().nextCommand()).containsExactly("successor", "1");
        it.nextIsReady();
        it.old(1).isKilled();
        assertThat(it.fresh().nextCommand()).containsExactly("worker", "2");
    }

    @Test
    void aSnapshotShowsTheGenerationOfEachWorkerAndThatAReloadGoesOn() {
        CompletableFuture<Outcome> reload = it.reloads();
        it.nextIsReady();
        assertThat(it.group.snapshot().state()).isEqualTo(GroupState.RELOADING);
        assertThat(it.group.snapshot().generation()).isEqualTo(2);
        assertThat(generations()).containsExactly(2, 1);
        it.replacesTheRest();
        assertThat(reload).isCompleted();
        assertThat(it.group.snapshot().state()).isEqualTo(GroupState.RUNNING);
        assertThat(generations()).containsExactly(2, 2);
    }

    @Test
    void theProgramOfBeforeEndsWithItsLastWorker() {
        CompletableFuture<Outcome> unused = it.reloads();
        assertThat(it.workshop.programs().get(0).stays())
                .as("it is there to go back to")
                .isTrue();
        it.nextIsReady();
        assertThat(it.workshop.dismantled()).isEmpty();
        it.replacesTheRest();
        assertThat(it.workshop.dismantled())
                .containsExactly(it.workshop.programs().get(0));
    }

    @Test
    void aWorkerOnTrialGetsConnectionsAtOnceWhenTheOneThatItIsToReplaceDies() {
        CompletableFuture<Outcome> unused = it.reloads();
        FakeChild first = it.fresh().startsReady();
        it.old(0).isKilled();
        it.assertServing(it.old(1), first);
        assertThat(it.old().waiting()).isEmpty();
    }

    @Test
    void anOldWorkerThatCrashesIsFollowedByAnOldOneUntilTheNewOnesHaveProvenThemselves() {
        CompletableFuture<Outcome> unused = it.reloads();
        it.fresh().startsReady();
        it.old(1).isKilled();
        assertThat(it.old().waiting()).containsExactly("api worker 2");
        FakeChild substitute = it.old().startsReady();
        it.clock.advanceMs(ReloadingGroup.TRIAL_MS);
        it.assertServing(it.fresh(0), substitute);
        substitute.isKilled();
        it.clock.advanceMs(1_000);
        it.assertOrdered(List.of(), List.of("api worker 2"));
    }

    @Test
    void aSlotThatItsOperatorStoppedStaysStopped() {
        CompletableFuture<Outcome> stop =
                it.group.slots().one(1, SlotVerbs::stop).toCompletableFuture();
        it.leaversAreGone();
        assertThat(stop).isCompleted();
        CompletableFuture<Outcome> reload = it.reloads();
        it.assertOrdered(List.of(), List.of("api worker 2"));
        it.nextIsReady();
        it.leaversAreGone();
        assertThat(reload).isCompleted();
        assertThat(it.group.snapshot().slots().get(0).state()).isEqualTo(SlotState.STOPPED);
    }

    @Test
    void aSlotThatIsStoppedWhileItsNewWorkerIsOnTrialIsLeftOutAndTheNextOneIsTried() {
        CompletableFuture<Outcome> reload = it.reloads();
        FakeChild tried = it.fresh().startsReady();
        CompletableFuture<Outcome> unused =
                it.group.slots().one(1, SlotVerbs::stop).toCompletableFuture();
        assertThat(tried.state()).isEqualTo(WorkerState.DRAINING);
        it.leaversAreGone();
        it.assertServing(it.old(1));
        it.clock.advanceMs(1_000);
        assertThat(it.fresh().waiting()).containsExactly("api worker 2");
        FakeChild second = it.fresh().startsReady();
        it.assertServing(it.old(1));
        it.clock.advanceMs(ReloadingGroup.TRIAL_MS);
        it.assertServing(second);
        it.leaversAreGone();
        assertThat(reload).isCompleted();
    }

    @Test
    void aStopEndsAReload() {
        CompletableFuture<Outcome> reload = it.reloads();
        it.fresh().startsReady();
        CompletableFuture<Outcome> stop = it.group.stop().toCompletableFuture();
        assertThat(reload.join()).isEqualTo(new Outcome.Refused(Refusal.STOPPED_MEANWHILE, "api: it was stopped"));
        it.leaversAreGone();
        assertThat(stop).isCompleted();
        assertThat(it.workshop.dismantled()).hasSize(2);
        it.clock.advanceMs(3_600_000);
        it.assertOrdered(List.of(), List.of());
    }

    @Test
    void aStopWhileTheNewGenerationIsMadeLeavesNothingOfIt() {
        CompletableFuture<Outcome> reload = it.asks();
        CompletableFuture<Outcome> unused = it.group.stop().toCompletableFuture();
        assertThat(reload).isCompleted();
        it.workshop.reads(it.config, Long.MAX_VALUE);
        assertThat(it.workshop.launchers()).hasSize(1);
    }

    @Test
    void workersThatAScaleAddsMeanwhileAreReplacedTooOrAreNewAlready() {
        CompletableFuture<Outcome> reload = it.reloads();
        CompletableFuture<Outcome> three = it.group.resize(3).toCompletableFuture();
        it.assertOrdered(List.of("api worker 3"), List.of("api worker 1"));
        it.readyAll(it.old());
        it.nextIsReady();
        CompletableFuture<Outcome> four = it.group.resize(4).toCompletableFuture();
        assertThat(it.fresh().waiting()).containsExactly("api worker 4");
        it.fresh().startsReady();
        it.replacesTheRest();
        assertThat(List.of(reload, three, four)).allMatch(CompletableFuture::isDone);
        assertThat(generations()).containsExactly(2, 2, 2, 2);
        assertThat(it.serving()).hasSize(4);
    }

    @Test
    void aSlotThatAScaleTakesAwayMeanwhileIsNotMissed() {
        CompletableFuture<Outcome> reload = it.reloads();
        it.nextIsReady();
        it.leaversAreGone();
        FakeChild booting = it.fresh().starts();
        CompletableFuture<Outcome> one = it.group.resize(1).toCompletableFuture();
        it.leaversAreGone();
        if (booting.state() != WorkerState.EXITED) {
            booting.exits(0);
        }
        assertThat(one).isCompleted();
        assertThat(reload).isCompletedWithValueMatching(Outcome.Done.class::isInstance);
        it.assertServing(it.fresh(0));
    }

    @Test
    void aReloadRepairsAnApplicationWhoseWorkersNeverStart() {
        it = new ReloadingGroup(2);
        CompletableFuture<Outcome> unused = it.group.start().toCompletableFuture();
        it.workshop.equips();
        for (int i = 0; i < 6; i++) {
            while (!it.old().waiting().isEmpty()) {
                it.old().starts().exits(1);
            }
            it.clock.advanceMs(1_000);
        }
        while (!it.old().waiting().isEmpty()) {
            it.old().starts().exits(1);
        }
        CompletableFuture<Outcome> reload = it.reloads();
        assertThat(it.fresh().waiting()).containsExactly("api worker 1");
        FakeChild first = it.fresh().startsReady();
        it.assertServing(first);
        assertThat(it.workshop.programs().get(0).stays())
                .as("nothing of before is worth going back to")
                .isFalse();
        for (long ms = 0; ms < ReloadingGroup.TRIAL_MS; ms += 100) {
            it.clock.advanceMs(100);
            while (!it.old().waiting().isEmpty()) {
                it.old().starts().exits(1);
            }
        }
        it.clock.advanceMs(1_000);
        it.readyAll(it.fresh());
        it.leaversAreGone();
        assertThat(reload).isCompletedWithValueMatching(Outcome.Done.class::isInstance);
        assertThat(it.group.state()).isEqualTo(GroupState.RUNNING);
    }

    @Test
    void aReloadWhileAStartGoesOnReplacesWhatBoots() {
        it = new ReloadingGroup(2, 0, 1, ReloadingGroup.TRIAL_MS);
        CompletableFuture<Outcome> start = it.group.start().toCompletableFuture();
        CompletableFuture<Outcome> reload = it.asks();
        assertThat(it.workshop.declarations()).as("there are no workers yet").isEmpty();
        it.workshop.equips();
        it.workshop.reads(it.config, 1 << 30);
        it.readyAll(it.old());
        assertThat(start).isCompleted();
        it.clock.advanceMs(500);
        it.nextIsReady();
        it.replacesTheRest();
        assertThat(reload).isCompletedWithValueMatching(Outcome.Done.class::isInstance);
    }

    @Test
    void withoutASurgeAWorkerLeavesBeforeTheNextOneStarts() {
        it = new ReloadingGroup(2, 0, 0, 0).started();
        CompletableFuture<Outcome> reload = it.reloads();
        it.assertServing(it.old(1));
        it.assertOrdered(List.of(), List.of());
        it.old(0).exits(0);
        assertThat(it.fresh().waiting()).containsExactly("api worker 1");
        FakeChild first = it.fresh().startsReady();
        it.assertServing(first);
        it.old(1).exits(0);
        FakeChild second = it.fresh().startsReady();
        it.assertServing(first, second);
        assertThat(reload).isCompletedWithValueMatching(Outcome.Done.class::isInstance);
    }

    @Test
    void withASurgeOfTwoTheFirstIsTriedAloneAndThenTwoAreReplacedAtATime() {
        it = new ReloadingGroup(5, 0, 2, ReloadingGroup.TRIAL_MS).started();
        CompletableFuture<Outcome> unused = it.reloads();
        it.assertOrdered(List.of(), List.of("api worker 1"));
        it.fresh().startsReady();
        it.clock.advanceMs(ReloadingGroup.TRIAL_MS);
        it.assertOrdered(List.of(), List.of("api worker 2"));
        it.leaversAreGone();
        it.assertOrdered(List.of(), List.of("api worker 2", "api worker 3"));
    }

    @Test
    void aSpareNeverTakesASlotOfAnotherGenerationAndIsReplacedLast() {
        it = new ReloadingGroup(2, 1, 1, ReloadingGroup.TRIAL_MS).started();
        FakeChild spare = it.old(2);
        CompletableFuture<Outcome> reload = it.reloads();
        it.nextIsReady();
        it.old(1).isKilled();
        assertThat(it.serving()).as("the spare is of the generation of before").doesNotContain(spare.worker());
        it.leaversAreGone();
        it.clock.advanceMs(1_000);
        it.fresh().startsReady();
        it.leaversAreGone();
        assertThat(reload).isCompletedWithValueMatching(Outcome.Done.class::isInstance);
        assertThat(spare.state()).isEqualTo(WorkerState.EXITED);
        it.clock.advanceMs(1_000);
        it.readyAll(it.fresh());
        FakeChild freshSpare = it.fresh().children().get(it.fresh().children().size() - 1);
        it.fresh(0).isKilled();
        assertThat(it.serving()).contains(freshSpare.worker());
    }

    @Test
    void aRestartOfOneWorkerWaitsForItsTurnAndIsDoneWhenTheReloadHasReplacedIt() {
        CompletableFuture<Outcome> reload = it.reloads();
        CompletableFuture<Outcome> restart =
                it.group.slots().one(2, SlotVerbs::restart).toCompletableFuture();
        it.assertOrdered(List.of(), List.of("api worker 1"));
        it.nextIsReady();
        it.replacesTheRest();
        assertThat(reload).isCompleted();
        assertThat(restart).isCompletedWithValue(new Outcome.Done("restarted"));
        assertThat(it.fresh().children()).hasSize(2);
    }

    @Test
    void twoRestartsOfSingleWorkersTakeTurns() {
        CompletableFuture<Outcome> first =
                it.group.slots().one(1, SlotVerbs::restart).toCompletableFuture();
        CompletableFuture<Outcome> second =
                it.group.slots().one(2, SlotVerbs::restart).toCompletableFuture();
        assertThat(it.old().waiting()).containsExactly("api worker 1");
        it.old().startsReady();
        assertThat(it.old().waiting()).as("the first one is not gone").isEmpty();
        it.leaversAreGone();
        assertThat(first).isCompleted();
        it.old().startsReady();
        it.leaversAreGone();
        assertThat(second).isCompletedWithValue(new Outcome.Done("restarted"));
    }

    @Test
    void aWorkerThatASignalAsksToLeaveDuringAReloadIsReplacedInItsTurn() {
        CompletableFuture<Outcome> unused = it.reloads();
        it.old(1).isSignalled();
        it.assertOrdered(List.of(), List.of("api worker 1"));
        it.assertServing(it.old(0), it.old(1));
    }

    @Test
    void aReloadWithAnotherListenerIsRefusedBeforeAnythingHappens() {
        CompletableFuture<Outcome> reload = it.asks();
        it.workshop.reads(ReloadingGroup.config(2, 0, 1, 0, 4000, RetireLimits.NONE), Long.MAX_VALUE);
        assertThat(reload)
                .isCompletedWithValue(new Outcome.Refused(
                        Refusal.NEEDS_RESTART,
                        "api: not reloaded: a change of listeners needs a restart (http://127.0.0.1:3000,"
                                + " http://127.0.0.1:4000 wanted): delete, then start"));
        assertThat(it.workshop.launchers()).hasSize(1);
        assertThat(it.events()).contains("reload.refused");
    }

    @Test
    void aReloadWithoutMemoryForOneWorkerMoreIsRefusedAndNamesTheWayOut() {
        CompletableFuture<Outcome> reload = it.asks();
        it.workshop.reads(it.config, 0);
        assertThat(reload)
                .isCompletedWithValueMatching(outcome -> outcome instanceof Outcome.Refused refused
                        && refused.refusal() == Refusal.NO_MEMORY
                        && refused.reason().contains("reload: {surge: 0}"));
    }

    @Test
    void aReloadWithAnotherNumberOfWorkersEndsWithThatNumber() {
        CompletableFuture<Outcome> reload = it.asks();
        it.workshop.reads(it.config.withWorkers(3), Long.MAX_VALUE);
        it.nextIsReady();
        it.replacesTheRest();
        assertThat(reload).isCompletedWithValue(new Outcome.Done("3 workers on http://127.0.0.1:3000"));
        assertThat(it.serving()).hasSize(3);
    }

    private List<Integer> generations() {
        return it.group.snapshot().slots().stream()
                .map(SlotSnapshot::worker)
                .filter(Objects::nonNull)
                .map(worker -> worker.generation())
                .toList();
    }
}
