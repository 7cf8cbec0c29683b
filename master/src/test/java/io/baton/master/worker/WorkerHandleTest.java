package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.Supervision;
import io.baton.master.config.Timeouts;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Entry;
import io.baton.master.journal.Journal;
import io.baton.master.journal.WorkerId;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Processes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A master sees one worker live and end, and does the right thing at the right time. */
final class WorkerHandleTest {

    private static final Timeouts TIMEOUTS = Timeouts.DEFAULT;

    private final ManualClock clock = new ManualClock();
    private final Journal journal = new Journal(clock);
    private final List<String> events = new ArrayList<>();
    private final FakeChild child = new FakeChild(
            new WorkerId("test", "worker 1", 1, 1 << 23),
            clock,
            clock.nanoTime(),
            Supervision.DEFAULT,
            new ApplicationJournal(journal, "test", ""),
            new Log());

    private final class Log implements WorkerEvents {

        @Override
        public void listenAsked(WorkerHandle worker, Message.QueryServer query) {
            events.add("asks");
        }

        @Override
        public void listenEnded(WorkerHandle worker, String key) {
            events.add("ended");
        }

        @Override
        public void ready(WorkerHandle worker) {
            events.add("ready");
        }

        @Override
        public void leaves(WorkerHandle worker) {
            events.add("leaves");
        }

        @Override
        public void retires(WorkerHandle worker) {
            events.add("retires");
        }

        @Override
        public void asksToLeave(WorkerHandle worker, String reason) {
            events.add("asks to leave: " + reason);
        }

        @Override
        public void dead(WorkerHandle worker, ExitStatus status) {
            events.add("dead: " + status);
        }
    }

    @Test
    void aWorkerIsReadyOnceWhenItListensFirst() {
        child.online();
        assertThat(child.worker().readiness().ever()).isFalse();
        clock.advanceMs(5);
        child.listens();
        clock.advanceMs(7);
        child.listens();
        assertThat(events).containsExactly("asks", "ready", "asks");
        assertThat(child.worker().readiness().forMs()).isEqualTo(7);
    }

    @Test
    void aWorkerThatListensBeforeItIsOnlineIsNotReady() {
        child.worker().listens("key");
        assertThat(child.state()).isEqualTo(WorkerState.STARTING);
        assertThat(events).isEmpty();
    }

    @Test
    void aSecondOnlineChangesNothing() {
        child.listens();
        child.onlineInNode();
        assertThat(child.state()).isEqualTo(WorkerState.READY);
    }

    @Test
    void aNodeProgramThatDoesNotListenWithinThreeSecondsIsReadyWithOtherWork() {
        child.onlineInNode();
        clock.advanceMs(2_999);
        assertThat(child.state()).isEqualTo(WorkerState.ONLINE);
        clock.advanceMs(1);
        assertThat(child.state()).isEqualTo(WorkerState.READY);
    }

    @Test
    void aWorkerOfOursThatDoesNotListenIsNotReady() {
        child.online();
        clock.advanceMs(3_000);
        child.worker().requireReady(3_000);
        assertThat(child.signals()).containsExactly(Processes.SIGKILL);
    }

    @Test
    void aNodeProgramThatCouldNotListenHasNotStarted() {
        child.onlineInNode();
        child.worker()
                .refuse(
                        new Message.QueryServer(
                                0, new ListenRequest(ListenAddress.tcp("127.0.0.1", 3000), 0, -1, 0, 0, null)),
                        "key",
                        Errno.EADDRINUSE);
        clock.advanceMs(3_000);
        assertThat(child.state()).isEqualTo(WorkerState.ONLINE);
    }

    @Test
    void aWorkerLeavesOnlyOnce() {
        child.listens();
        child.worker().drain("replaced", 1_000);
        child.worker().drain("stopping", 1_000);
        clock.advanceMs(1_000);
        child.worker().kill("second SIGINT");
        child.isKilled();
        assertThat(events).containsExactly("asks", "ready", "leaves", "dead: SIGKILL");
    }

    @Test
    void aWorkerThatDrainsTooLongGetsSigtermAndThenSigkill() {
        child.listens();
        child.worker().drain("replaced", 1_000);
        clock.advanceMs(999);
        assertThat(child.signals()).isEmpty();
        clock.advanceMs(1);
        assertThat(child.signals()).containsExactly(Processes.SIGTERM);
        assertThat(child.state()).isEqualTo(WorkerState.STOPPING);
        clock.advanceMs(TIMEOUTS.terminateMs() - 1);
        assertThat(child.signals()).hasSize(1);
        clock.advanceMs(1);
        assertThat(child.signals()).containsExactly(Processes.SIGTERM, Processes.SIGKILL);
    }

    @Test
    void theShorterLimitOfTwoDrainsCounts() {
        child.listens();
        child.worker().drain("replaced", 10_000);
        child.worker().drain("stopping", 1_000);
        clock.advanceMs(1_000);
        assertThat(child.signals()).containsExactly(Processes.SIGTERM);
    }

    @Test
    void aWorkerThatHasGoneInTimeGetsNoSignal() {
        child.listens();
        child.worker().drain("replaced", 1_000);
        child.exits(0);
        clock.advanceMs(60_000);
        assertThat(child.signals()).isEmpty();
        assertThat(child.told()).containsExactly("worker 1 (pid 8388608): exit code 0");
    }

    @Test
    void theEndOfAWorkerIsToldInWords() {
        child.listens();
        child.exits(3);
        assertThat(child.told()).containsExactly("worker 1 (pid 8388608): exit code 3");
    }

    @Test
    void aSilentWorkerOfOursIsAskedForItsThreadsAndKilledHalfASecondLater() {
        child.listens();
        clock.advanceMs(TIMEOUTS.silenceMs());
        child.worker().vigil().check(clock.nanoTime());
        assertThat(child.signals()).as("not longer than the limit").isEmpty();
        clock.advanceMs(1);
        child.worker().vigil().check(clock.nanoTime());
        assertThat(child.signals()).containsExactly(Processes.SIGQUIT);
        child.worker().vigil().check(clock.nanoTime());
        clock.advanceMs(500);
        assertThat(child.signals()).containsExactly(Processes.SIGQUIT, Processes.SIGKILL);
    }

    @Test
    void aWorkerThatSaysSomethingIsAlive() {
        child.listens();
        clock.advanceMs(TIMEOUTS.silenceMs());
        child.beats();
        clock.advanceMs(TIMEOUTS.silenceMs());
        child.worker().vigil().check(clock.nanoTime());
        assertThat(child.signals()).isEmpty();
    }

    @Test
    void aPauseOfTheMasterKillsNoWorker() {
        child.listens();
        clock.advanceMs(60_000);
        child.worker().vigil().excuse(clock.nanoTime());
        child.worker().vigil().check(clock.nanoTime());
        assertThat(child.signals()).isEmpty();
    }

    @Test
    void aStoppedWorkerCannotDumpItsThreadsAndIsKilledAtOnce() {
        child.listens();
        child.isStopped();
        clock.advanceMs(TIMEOUTS.silenceMs() + 1);
        child.worker().vigil().check(clock.nanoTime());
        assertThat(child.signals()).containsExactly(Processes.SIGKILL);
    }

    @Test
    void aNodeWorkerMayBeSilent() {
        child.onlineInNode();
        child.listens();
        clock.advanceMs(3_600_000);
        child.worker().vigil().check(clock.nanoTime());
        assertThat(child.signals()).isEmpty();
    }

    @Test
    void aWorkerWhoseChannelEndsUnaskedIsKilledTwoSecondsLater() {
        child.listens();
        child.channelEnds();
        assertThat(events).contains("leaves");
        clock.advanceMs(1_999);
        assertThat(child.signals()).isEmpty();
        clock.advanceMs(1);
        assertThat(child.signals()).containsExactly(Processes.SIGKILL);
    }

    @Test
    void aWorkerWhoseChannelEndsAfterItWasToldToLeaveGetsSigterm() {
        child.listens();
        child.worker().drain("replaced", 20_000);
        child.channelEnds();
        clock.advanceMs(2_000);
        assertThat(child.signals()).containsExactly(Processes.SIGTERM);
    }

    @Test
    void aJvmThatWritesItsArchiveAfterItsChannelEndedHasTimeForIt() {
        child.listens();
        child.worker().writesAtItsEnd();
        child.worker().drain("trained", 20_000);
        child.channelEnds();
        clock.advanceMs(19_999);
        assertThat(child.signals()).isEmpty();
    }

    @Test
    void aWorkerThatRetiresLeavesAndIsBoundedByTheDrainTime() {
        child.listens();
        child.retires();
        assertThat(events).containsExactly("asks", "ready", "leaves", "retires");
        clock.advanceMs(TIMEOUTS.drainMs());
        assertThat(child.signals()).containsExactly(Processes.SIGTERM);
    }

    @Test
    void aReasonOfMegabytesCostsTheJournalLittle() {
        List<Entry> told = new ArrayList<>();
        journal.subscribe(1, told::add);
        child.listens();
        child.retires("x".repeat(5_000_000));
        assertThat(told.get(told.size() - 1).event().text())
                .startsWith("worker 1 (pid 8388608) READY -> DRAINING: retires: xxx")
                .hasSizeLessThan(600);
    }

    @Test
    void aWorkerThatIsSignalledServesOn() {
        child.listens();
        child.isSignalled();
        assertThat(events).containsExactly("asks", "ready", "asks to leave: SIGTERM");
        assertThat(child.state()).isEqualTo(WorkerState.READY);
    }

    @Test
    void aWorkerThatIsSignalledWhileItLeavesChangesNothing() {
        child.listens();
        child.worker().drain("replaced", 20_000);
        child.isSignalled();
        assertThat(events).containsExactly("asks", "ready", "leaves");
    }

    @Test
    void aNodeWorkerThatDisconnectsLeavesAndIsReplacedAndMayTakeItsTime() {
        child.onlineInNode();
        child.listens();
        child.disconnects();
        child.disconnects();
        assertThat(events).containsExactly("asks", "ready", "leaves", "retires");
        clock.advanceMs(3_600_000);
        assertThat(child.signals()).isEmpty();
    }

    @Test
    void aWorkerThatNeverHadAConnectionMayCloseItsListeners() {
        child.listens();
        child.worker().servesNothing();
        assertThat(child.state()).isEqualTo(WorkerState.READY);
    }

    @Test
    void nothingIsHeardOfADeadWorker() {
        child.exits(1);
        child.worker().kill("too late");
        child.worker().drain("too late", 1);
        clock.advanceMs(60_000);
        assertThat(child.signals()).isEmpty();
        assertThat(events).containsExactly("leaves", "dead: exit code 1");
    }
}
