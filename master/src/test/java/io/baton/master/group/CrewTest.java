package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.BootFailure;
import io.baton.master.config.Cpus;
import io.baton.master.config.Delivery;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.JvmOptions;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.LogKeeping;
import io.baton.master.config.Orphans;
import io.baton.master.config.RestartLimits;
import io.baton.master.config.RetireLimits;
import io.baton.master.config.SharedConfig;
import io.baton.master.config.StopSignal;
import io.baton.master.config.Supervision;
import io.baton.master.config.Surroundings;
import io.baton.master.config.Timeouts;
import io.baton.master.fetch.FakeFetcher;
import io.baton.master.listen.FakeEndpoints;
import io.baton.master.listen.Listeners;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import io.baton.master.worker.FakeLauncher;
import io.baton.protocol.posix.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A crew keeps its slots filled, in whatever order things happen. Without a process, and on a clock turned by hand. */
final class CrewTest {

    private static final long DAY_MS = 86_400_000;

    /** No worker here says anything by itself, and none hangs. */
    private static final Supervision SUPERVISION = new Supervision(
            new Timeouts(
                    Timeouts.DEFAULT.readyMs(),
                    Timeouts.DEFAULT.killMs(),
                    Timeouts.DEFAULT.holdMs(),
                    DAY_MS,
                    0,
                    Timeouts.DEFAULT.disconnectDelayMs()),
            RestartLimits.DEFAULT,
            RetireLimits.NONE,
            Orphans.KILL,
            false,
            StopSignal.NONE,
            BootFailure.EXIT,
            Supervision.DEFAULT.reload(),
            Supervision.DEFAULT.probe(),
            List.of(),
            1,
            null);

    private static final long SPARE_AFTER_MS = 200;
    private static final long LONGEST_FIRST_BACKOFF_MS = 120;

    private final ManualClock clock = new ManualClock();
    private final FakeLauncher launcher = new FakeLauncher(clock, SUPERVISION);
    private final FakeEndpoints endpoints = new FakeEndpoints();
    private final Listeners listeners = endpoints.listeners(clock, Timeouts.DEFAULT.holdMs());
    private final List<String> noneStarts = new ArrayList<>();

    private final CrewEvents events = new CrewEvents() {
        @Override
        public void allReady() {
            timesAllReady++;
        }

        @Override
        public void noneStarts(String reason) {
            noneStarts.add(reason);
        }
    };

    private int timesAllReady;
    private int timesAllGone;

    @Test
    void readinessOfAllWorkersIsToldOnce() {
        Crew crew = started(2, 0);
        assertThat(serving()).hasSize(2);
        assertThat(timesAllReady).isOne();
        crew.verbs().grow(1);
        launcher.startsReady();
        assertThat(serving()).hasSize(3);
        assertThat(timesAllReady).isOne();
    }

    @Test
    void aSpareGetsConnectionsOnceItTakesTheSlotOfADeadWorker() {
        started(2, 1);
        FakeChild spare = spare();
        FakeChild first = child(0);
        assertThat(serving()).containsExactly(first, child(1));
        first.isKilled();
        assertThat(serving()).containsExactly(child(1), spare);
        assertThat(launcher.waiting()).isEmpty();
        clock.advanceMs(SPARE_AFTER_MS);
        assertThat(launcher.waiting()).as("the next spare boots behind it").containsExactly("spare 3");
    }

    @Test
    void theTitleOfAProcessTellsItsSlot() {
        started(2, 1);
        FakeChild spare = spare();
        assertThat(child(0).titles()).containsExactly("baton: worker 1 (test)");
        child(0).isKilled();
        assertThat(spare.titles()).containsExactly("baton: spare 3 (test)", "baton: worker 1 (test)");
    }

    @Test
    void aSpareThatDiesInTheSlotItHasJustTakenGetsASuccessor() {
        started(1, 1);
        FakeChild spare = spare();
        child(0).isKilled();
        spare.isKilled();
        assertThat(serving()).isEmpty();
        clock.advanceMs(LONGEST_FIRST_BACKOFF_MS);
        assertThat(launcher.waiting()).containsExactly("worker 1");
        FakeChild successor = launcher.startsReady();
        assertThat(serving()).containsExactly(successor);
    }

    @Test
    void aSpareThatIsNotReadyYetTakesNoSlot() {
        started(1, 1);
        clock.advanceMs(SPARE_AFTER_MS);
        FakeChild booting = launcher.starts().online();
        child(0).isKilled();
        assertThat(launcher.waiting()).containsExactly("worker 1");
        FakeChild successor = launcher.startsReady();
        booting.listens();
        assertThat(serving()).containsExactly(successor);
    }

    @Test
    void aSpareThatDiesIsReplaced() {
        started(1, 1);
        spare().isKilled();
        assertThat(launcher.waiting()).containsExactly("spare 2");
        assertThat(serving()).containsExactly(child(0));
    }

    @Test
    void aSpareTakesTheSlotOfARetiringWorkerWhichGetsNoNewConnections() {
        started(1, 1);
        FakeChild spare = spare();
        child(0).retires();
        assertThat(serving()).containsExactly(spare);
        assertThat(child(0).state()).isEqualTo(WorkerState.DRAINING);
        child(0).exits(0);
        clock.advanceMs(SPARE_AFTER_MS);
        assertThat(launcher.waiting()).containsExactly("spare 2");
    }

    @Test
    void aSignalledWorkerServesUntilItsSuccessorDoes() {
        started(1, 0);
        FakeChild old = child(0);
        old.isSignalled();
        assertThat(serving()).containsExactly(old);
        FakeChild successor = launcher.starts();
        assertThat(old.state()).isEqualTo(WorkerState.READY);
        successor.listens();
        assertThat(serving()).containsExactly(successor);
        assertThat(old.state()).isEqualTo(WorkerState.DRAINING);
    }

    @Test
    void aReplacementThatDiesWhileTheOldWorkerLeavesIsReplacedAtOnceAndOnlyOnce() {
        started(1, 0);
        FakeChild old = child(0);
        old.isSignalled();
        FakeChild successor = launcher.startsReady();
        successor.isKilled();
        assertThat(launcher.waiting()).containsExactly("worker 1");
        FakeChild next = launcher.starts();
        old.exits(0);
        assertThat(launcher.waiting()).isEmpty();
        next.listens();
        assertThat(serving()).containsExactly(next);
    }

    @Test
    void theOldWorkerServesOnWhenItsReplacementDiesBeforeItIsReady() {
        started(1, 0);
        FakeChild old = child(0);
        old.isSignalled();
        launcher.starts().exits(1);
        clock.advanceMs(10_000);
        assertThat(launcher.waiting()).isEmpty();
        assertThat(serving()).containsExactly(old);
        assertThat(old.state()).isEqualTo(WorkerState.READY);
        old.isSignalled();
        assertThat(launcher.waiting()).as("asked again").containsExactly("worker 1");
    }

    @Test
    void theOldWorkerServesOnWhenItsReplacementCannotBeStarted() {
        started(1, 0);
        FakeChild old = child(0);
        old.isSignalled();
        launcher.fails();
        assertThat(serving()).containsExactly(old);
        clock.advanceMs(10_000);
        assertThat(launcher.waiting()).isEmpty();
        old.isSignalled();
        assertThat(serving()).containsExactly(old);
        FakeChild successor = launcher.startsReady();
        assertThat(serving()).containsExactly(successor);
    }

    @Test
    void theReplacementTakesTheSlotWhenTheOldWorkerDiesWhileItBoots() {
        started(1, 0);
        child(0).isSignalled();
        FakeChild successor = launcher.starts();
        child(0).isKilled();
        assertThat(launcher.waiting()).as("one is on its way").isEmpty();
        successor.listens();
        assertThat(serving()).containsExactly(successor);
        assertThat(successor.state()).isEqualTo(WorkerState.READY);
    }

    @Test
    void theReplacementTakesTheSlotWhenTheOldWorkerDiesWhileItIsBeingStarted() {
        started(1, 0);
        child(0).isSignalled();
        child(0).isKilled();
        assertThat(launcher.waiting()).containsExactly("worker 1");
        assertThat(serving()).isEmpty();
        FakeChild successor = launcher.startsReady();
        assertThat(serving()).containsExactly(successor);
        assertThat(launcher.waiting()).isEmpty();
    }

    @Test
    void aSlotGivenUpDuringAReplacementLetsBothWorkersLeaveAndStaysEmpty() {
        Crew crew = started(2, 0);
        FakeChild old = child(1);
        old.isSignalled();
        FakeChild successor = launcher.starts().online();
        crew.verbs().shrink();
        assertThat(old.state()).isEqualTo(WorkerState.DRAINING);
        assertThat(successor.state()).isEqualTo(WorkerState.DRAINING);
        assertThat(serving()).containsExactly(child(0));
        successor.exits(0);
        old.exits(0);
        clock.advanceMs(60_000);
        assertThat(launcher.waiting()).isEmpty();
        crew.verbs().grow(1);
        assertThat(launcher.waiting()).as("the number is free again").containsExactly("worker 2");
    }

    @Test
    void aProcessThatStartsForASlotGivenUpMeanwhileIsKilled() {
        Crew crew = started(2, 0);
        child(1).isSignalled();
        crew.verbs().shrink();
        FakeChild late = launcher.starts();
        assertThat(late.signals()).containsExactly(Processes.SIGKILL);
        late.isKilled();
        child(1).exits(0);
        assertThat(launcher.waiting()).isEmpty();
        assertThat(serving()).containsExactly(child(0));
    }

    @Test
    void aStartThatFailsForASlotGivenUpMeanwhileIsNotTriedAgain() {
        Crew crew = started(2, 0);
        child(1).isKilled();
        crew.verbs().shrink();
        launcher.fails();
        clock.advanceMs(60_000);
        assertThat(launcher.waiting()).isEmpty();
    }

    @Test
    void aWorkerThatIsReplacedGivenUpOrRetiresMayGiveItsConnectionsToTheOthers() {
        Crew crew = started(3, 0);
        child(0).isSignalled();
        launcher.startsReady();
        crew.verbs().shrink();
        child(1).retires();
        for (int left = 0; left < 3; left++) {
            assertThat(child(left).state()).isEqualTo(WorkerState.DRAINING);
            assertThat(crew.othersServe(child(left).worker())).isTrue();
        }
    }

    @Test
    void theLastWorkerKeepsItsConnectionsBecauseNoOtherWouldTakeThem() {
        Crew crew = started(2, 0);
        child(1).isKilled();
        assertThat(crew.othersServe(child(0).worker())).isFalse();
        launcher.starts().online();
        assertThat(crew.othersServe(child(0).worker()))
                .as("one that boots takes none")
                .isFalse();
    }

    @Test
    void nothingIsGivenBackWhenTheApplicationItselfStops() {
        Crew crew = started(2, 0);
        assertThat(crew.othersServe(child(0).worker())).isTrue();
        stop(crew);
        assertThat(crew.othersServe(child(0).worker())).isFalse();
    }

    @Test
    void theLastWorkerIsNotGivenUp() {
        Crew crew = started(1, 0);
        crew.verbs().shrink();
        assertThat(serving()).containsExactly(child(0));
    }

    @Test
    void aStopEndsWhenTheLastProcessIsGoneAndStartsNothing() {
        Crew crew = started(2, 1);
        FakeChild spare = spare();
        stop(crew);
        assertThat(List.of(child(0).state(), child(1).state(), spare.state())).containsOnly(WorkerState.DRAINING);
        child(0).exits(0);
        spare.exits(0);
        assertThat(timesAllGone).isZero();
        child(1).exits(0);
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aStopWhileASpareTakesASlotStartsNothing() {
        Crew crew = started(1, 1);
        FakeChild spare = spare();
        child(0).isKilled();
        stop(crew);
        spare.isKilled();
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aStopDuringAReplacementLetsBothWorkersLeave() {
        Crew crew = started(1, 0);
        child(0).isSignalled();
        FakeChild successor = launcher.starts().online();
        stop(crew);
        successor.exits(0);
        assertThat(timesAllGone).isZero();
        child(0).exits(0);
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aStopAfterAReplacementWaitsForTheOldWorkerToo() {
        Crew crew = started(1, 0);
        child(0).isSignalled();
        FakeChild successor = launcher.startsReady();
        stop(crew);
        successor.exits(0);
        assertThat(timesAllGone).isZero();
        child(0).exits(0);
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aStopWhileAReplacementIsBeingStartedWaitsForItAndKillsIt() {
        Crew crew = started(1, 0);
        child(0).isSignalled();
        stop(crew);
        child(0).exits(0);
        assertThat(timesAllGone).as("a process may come of it").isZero();
        FakeChild late = launcher.starts();
        assertThat(late.signals()).containsExactly(Processes.SIGKILL);
        late.isKilled();
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aStopAfterAReplacementThatCouldNotBeStartedIsAStop() {
        Crew crew = started(1, 0);
        child(0).isSignalled();
        launcher.fails();
        stop(crew);
        child(0).exits(0);
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aStopAfterAShrinkWaitsForTheWorkerThatLeaves() {
        Crew crew = started(2, 0);
        crew.verbs().shrink();
        stop(crew);
        child(0).exits(0);
        assertThat(timesAllGone).isZero();
        child(1).exits(0);
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aCrewThatHasStoppedStartsNoSpare() {
        Crew crew = started(1, 1);
        stop(crew);
        child(0).exits(0);
        clock.advanceMs(SPARE_AFTER_MS);
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aStopDuringABackOffEndsItAtOnce() {
        Crew crew = started(1, 0);
        child(0).isKilled();
        launcher.starts().exits(1);
        stop(crew);
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void aWorkerThatNeedsLongerThanTheDrainTimeGetsSigtermAndThenSigkill() {
        Crew crew = started(1, 0);
        stop(crew);
        clock.advanceMs(24_999);
        assertThat(child(0).signals()).isEmpty();
        clock.advanceMs(1);
        assertThat(child(0).signals()).containsExactly(Processes.SIGTERM);
        clock.advanceMs(3_000);
        assertThat(child(0).signals()).containsExactly(Processes.SIGTERM, Processes.SIGKILL);
    }

    @Test
    void aSignalledWorkerOfACrewThatIsAboutToStopIsNotReplacedAndServesTheConnectionsThatWait() {
        Crew crew = started(1, 0);
        endpoints.only().holdConnections();
        stop(crew);
        child(0).isSignalled();
        assertThat(launcher.waiting()).isEmpty();
        assertThat(child(0).state()).isEqualTo(WorkerState.READY);
        endpoints.only().isEmpty();
        child(0).exits(0);
        assertNothingStartsAndAllIsGoneOnce();
    }

    @Test
    void theTimeInWhichConnectionsWaitForAWorkerIsPartOfTheTimeToDrain() {
        Crew crew = started(1, 0);
        endpoints.only().holdConnections();
        stop(crew);
        clock.advanceMs(3_000);
        endpoints.only().isEmpty();
        clock.advanceMs(21_999);
        assertThat(child(0).signals()).isEmpty();
        clock.advanceMs(1);
        assertThat(child(0).signals()).containsExactly(Processes.SIGTERM);
    }

    @Test
    void connectionsThatWaitDuringAStopEndAfterAFifthOfTheTimeToDrain() {
        Crew crew = started(1, 0);
        endpoints.only().holdConnections();
        stop(crew);
        clock.advanceMs(4_999);
        assertThat(endpoints.only().timesHeldEnded()).isZero();
        clock.advanceMs(1);
        assertThat(endpoints.only().timesHeldEnded()).isOne();
    }

    @Test
    void startsThatFailDuringAStopAreNotABootFailure() {
        Crew crew = crew(1, 0);
        start(crew);
        launcher.fails();
        launcher.fails();
        clock.advanceMs(200);
        stop(crew);
        launcher.fails();
        assertThat(noneStarts).isEmpty();
        assertThat(timesAllGone).isOne();
    }

    @Test
    void killAllKillsEveryProcessAndStartsNone() {
        Crew crew = started(1, 1);
        FakeChild spare = spare();
        crew.killAll();
        assertThat(child(0).signals()).containsExactly(Processes.SIGKILL);
        assertThat(spare.signals()).containsExactly(Processes.SIGKILL);
        child(0).isKilled();
        spare.isKilled();
        clock.advanceMs(60_000);
        assertThat(launcher.waiting()).isEmpty();
    }

    @Test
    void threeFailedStartsBeforeAnyWorkerWasReadyAreToldOnceWithTheLastWordsOfTheLast() {
        Crew crew = crew(1, 0);
        start(crew);
        for (int failed = 0; failed < 5; failed++) {
            launcher.starts().online().exits(1);
            clock.advanceMs(20_000);
        }
        assertThat(noneStarts)
                .containsExactly("no worker can start: 3 starts failed, the last one: exit code 1: "
                        + "last line of worker 1 (pid " + child(2).worker().pid() + ")");
    }

    @Test
    void failedStartsAfterAWorkerWasReadyAreNotABootFailure() {
        started(1, 0);
        child(0).isKilled();
        for (int failed = 0; failed < 5; failed++) {
            launcher.starts().exits(1);
            clock.advanceMs(20_000);
        }
        assertThat(noneStarts).isEmpty();
        assertThat(launcher.waiting()).as("it is tried for ever").containsExactly("worker 1");
    }

    @Test
    void aDeathConcernsOneSlotOnly() {
        started(3, 0);
        child(1).isKilled();
        assertThat(launcher.waiting()).containsExactly("worker 2");
        assertThat(serving()).containsExactly(child(0), child(2));
    }

    private int ids;

    private Crew crew(int workers, int spares) {
        GroupConfig config = new GroupConfig(
                "app",
                List.of(ListenConfig.DEFAULT),
                Delivery.DEFAULT,
                workers,
                OptionalInt.of(spares),
                null,
                List.of(),
                new JvmOptions(false, List.of(), 0, Cpus.SPLIT),
                SUPERVISION,
                LogKeeping.DEFAULT,
                SharedConfig.DEFAULT,
                Surroundings.NONE);
        Generations generations =
                new Generations(new Generation(1, config, new FakeProgram(), launcher), program -> {});
        return new Crew(
                clock,
                launcher.journal(),
                generations,
                spares,
                new SlotRecords(() -> ids++),
                listeners,
                new Fetches(FakeFetcher::new, listeners),
                events,
                null);
    }

    private void start(Crew crew) {
        crew.start();
    }

    /** All workers serve; the spares were not started yet. */
    private Crew started(int workers, int spares) {
        Crew crew = crew(workers, spares);
        start(crew);
        while (!launcher.waiting().isEmpty()) {
            launcher.startsReady();
        }
        assertThat(serving()).hasSize(workers);
        return crew;
    }

    private FakeChild spare() {
        clock.advanceMs(SPARE_AFTER_MS);
        assertThat(launcher.waiting()).hasSize(1);
        return launcher.startsReady();
    }

    private FakeChild child(int number) {
        return launcher.children().get(number);
    }

    private List<FakeChild> serving() {
        return launcher.children().stream()
                .filter(child -> endpoints.only().takers().contains(child.worker()))
                .toList();
    }

    private void stop(Crew crew) {
        crew.stop(() -> timesAllGone++);
    }

    private void assertNothingStartsAndAllIsGoneOnce() {
        assertThat(timesAllGone).isOne();
        clock.advanceMs(60_000);
        assertThat(launcher.waiting()).isEmpty();
        assertThat(timesAllGone).isOne();
    }
}
