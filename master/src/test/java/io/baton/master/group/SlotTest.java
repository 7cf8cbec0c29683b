package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Supervision;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.worker.FakeChild;
import io.baton.master.worker.FakeLauncher;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One slot: which worker it has, which one comes next, and when that one starts. */
final class SlotTest {

    private static final Supervision SUPERVISION = Supervision.DEFAULT;
    private static final long STABLE_MS = SUPERVISION.restart().minUptimeMs();

    private final ManualClock clock = new ManualClock();
    private final FakeLauncher launcher = new FakeLauncher(clock, SUPERVISION);
    private final Parent parent = new Parent();
    private final Generations generations =
            new Generations(new Generation(4, GroupConfig.BUILT_IN, new FakeProgram(), launcher), program -> {});
    private final SlotParts parts = new SlotParts(clock, launcher.journal(), generations, parent);
    private final Slot slot = new Slot(7, false, new SlotRecord(3), parts);

    /** Does what a crew does for its slot, and remembers what it was told. */
    private final class Parent implements SlotEvents {

        private final List<WorkerHandle> tookSlot = new ArrayList<>();
        private final List<String> notStarted = new ArrayList<>();

        private @Nullable WorkerHandle spare;
        private int asked;

        @Override
        public int size() {
            return 1;
        }

        @Override
        public @Nullable WorkerHandle takeSpare() {
            asked++;
            WorkerHandle taken = spare;
            spare = null;
            return taken;
        }

        @Override
        public void tookSlot(WorkerHandle worker) {
            tookSlot.add(worker);
        }

        @Override
        public void notStarted(Generation generation, int place, String reason) {
            notStarted.add(reason);
        }

        @Override
        public void listenAsked(WorkerHandle worker, Message.QueryServer query) {}

        @Override
        public void listenEnded(WorkerHandle worker, String key) {}

        @Override
        public void ready(WorkerHandle worker) {
            slot.ready(worker);
        }

        @Override
        public void leaves(WorkerHandle worker) {}

        @Override
        public void retires(WorkerHandle worker) {
            slot.vacate(worker);
        }

        @Override
        public void asksToLeave(WorkerHandle worker, String reason) {
            slot.release(worker, reason);
        }

        @Override
        public void dead(WorkerHandle worker, ExitStatus status) {
            if (slot.workers().contains(worker)) {
                slot.died(worker);
            }
        }
    }

    @Test
    void anEmptySlotStartsOneProcessHoweverOftenItIsAsked() {
        assertThat(slot.state()).isEqualTo(SlotState.BACKOFF);
        slot.spawn();
        slot.spawn();
        assertThat(launcher.waiting()).containsExactly("worker 7");
        assertThat(slot.isEmpty()).as("one is being started").isFalse();
        FakeChild child = launcher.starts();
        slot.spawn();
        assertThat(launcher.waiting()).isEmpty();
        assertThat(slot.worker()).isSameAs(child.worker());
        assertThat(slot.state()).isEqualTo(SlotState.RUNNING);
    }

    @Test
    void aSnapshotShowsTheRestartsTheBackOffAndTheProcessesOfASlot() {
        slot.spawn();
        launcher.startsReady().exits(1);
        launcher.starts().exits(1);
        SlotSnapshot waiting = slot.snapshot();
        assertThat(waiting.name()).isEqualTo("worker 7");
        assertThat(waiting.state()).isEqualTo(SlotState.BACKOFF);
        assertThat(waiting.restarts()).isEqualTo(1);
        assertThat(waiting.exitsInARow()).isEqualTo(2);
        assertThat(waiting.worker()).isNull();
        assertThat(waiting.nextStartMs()).isBetween(80L, 120L);
        clock.advanceMs(waiting.nextStartMs() + 1);
        FakeChild child = launcher.startsReady();
        SlotSnapshot serving = slot.snapshot();
        assertThat(serving.restarts()).isEqualTo(2);
        assertThat(serving.nextStartMs()).isEqualTo(SlotSnapshot.NO_START);
        WorkerSnapshot worker = Objects.requireNonNull(serving.worker());
        assertThat(worker.pid()).isEqualTo(child.worker().pid());
        assertThat(worker.state()).isEqualTo(WorkerState.READY);
        assertThat(worker.generation()).isEqualTo(4);
    }

    @Test
    void aSlotIsBootingUntilItsWorkerIsReady() {
        slot.spawn();
        assertThat(slot.standing().isBooting()).isTrue();
        FakeChild child = launcher.starts();
        assertThat(slot.standing().isBooting()).isTrue();
        assertThat(slot.isReady()).isFalse();
        child.listens();
        assertThat(slot.standing().isBooting()).isFalse();
        assertThat(slot.isReady()).isTrue();
    }

    @Test
    void aWorkerThatIsNotReadyInTimeIsKilled() {
        slot.spawn();
        FakeChild child = launcher.starts().online();
        clock.advanceMs(SUPERVISION.timeouts().readyMs());
        assertThat(child.signals()).containsExactly(Processes.SIGKILL);
    }

    @Test
    void aWorkerThatIsReadyInTimeIsNotKilled() {
        slot.spawn();
        FakeChild child = launcher.startsReady();
        clock.advanceMs(SUPERVISION.timeouts().readyMs());
        assertThat(child.signals()).isEmpty();
    }

    @Test
    void theSuccessorOfAStableWorkerStartsAtOnceAndAfterThatLaterAndLater() {
        slot.spawn();
        FakeChild stable = launcher.startsReady();
        clock.advanceMs(STABLE_MS);
        stable.exits(1);
        assertThat(launcher.waiting()).hasSize(1);
        launcher.starts().exits(1);
        assertThat(launcher.waiting()).isEmpty();
        assertThat(slot.state()).isEqualTo(SlotState.BACKOFF);
        clock.advanceMs(79);
        assertThat(launcher.waiting()).isEmpty();
        clock.advanceMs(42);
        assertThat(launcher.waiting()).as("100 ms, give or take a fifth").hasSize(1);
        launcher.starts().exits(1);
        clock.advanceMs(119);
        assertThat(launcher.waiting()).isEmpty();
        clock.advanceMs(62);
        assertThat(launcher.waiting()).as("150 ms, give or take a fifth").hasSize(1);
    }

    @Test
    void fiveExitsInARowMakeTheSlotErroredAndItIsStillTried() {
        slot.spawn();
        for (int exit = 1; exit <= 4; exit++) {
            launcher.starts().exits(1);
            clock.advanceMs(20_000);
        }
        FakeChild fifth = launcher.starts();
        assertThat(slot.state()).isEqualTo(SlotState.RUNNING);
        fifth.exits(1);
        assertThat(slot.state()).isEqualTo(SlotState.ERRORED);
        clock.advanceMs(20_000);
        assertThat(launcher.waiting()).hasSize(1);
    }

    @Test
    void aStartThatFailsCountsAsAnExitAndIsTold() {
        slot.spawn();
        launcher.fails();
        assertThat(parent.notStarted).containsExactly("no more processes");
        assertThat(launcher.waiting())
                .as("the first one is tried again at once")
                .hasSize(1);
        launcher.fails();
        assertThat(launcher.waiting()).isEmpty();
        clock.advanceMs(120);
        assertThat(launcher.waiting()).hasSize(1);
    }

    @Test
    void aSpareThatTakesASlotIsToldAsThatAndNotAsReadyAgain() {
        slot.spawn();
        FakeChild first = launcher.startsReady();
        FakeChild spare = spare();
        parent.spare = spare.worker();
        first.isKilled();
        assertThat(slot.worker()).isSameAs(spare.worker());
        assertThat(parent.tookSlot).containsExactly(spare.worker());
        assertThat(slot.state()).isEqualTo(SlotState.RUNNING);
        assertThat(spare.toString()).startsWith("worker 7 ");
    }

    @Test
    void aReplacementIsStartedOnceAndTheOldWorkerLeavesWhenItIsReady() {
        slot.spawn();
        FakeChild old = launcher.startsReady();
        slot.replace("max-requests");
        slot.replace("max-memory");
        assertThat(slot.succession().isReplacing()).isTrue();
        assertThat(slot.state()).isEqualTo(SlotState.REPLACING);
        assertThat(launcher.waiting()).hasSize(1);
        FakeChild successor = launcher.starts();
        assertThat(slot.worker()).isSameAs(old.worker());
        successor.listens();
        assertThat(slot.worker()).isSameAs(successor.worker());
        assertThat(old.state()).isEqualTo(WorkerState.DRAINING);
        assertThat(slot.succession().isReplacing()).isFalse();
        assertThat(slot.state()).as("the old one is not gone").isEqualTo(SlotState.REPLACING);
        old.exits(0);
        assertThat(slot.state()).isEqualTo(SlotState.RUNNING);
        assertThat(slot.workers()).containsExactly(successor.worker());
    }

    @Test
    void afterAFailedReplacementTheNextOneIsTriedASecondLaterAtTheEarliest() {
        slot.spawn();
        FakeChild old = launcher.startsReady();
        clock.advanceMs(STABLE_MS);
        slot.replace("max-requests");
        launcher.starts().exits(1);
        slot.replace("max-requests");
        clock.advanceMs(999);
        slot.replace("max-requests");
        assertThat(launcher.waiting()).isEmpty();
        clock.advanceMs(1);
        slot.replace("max-requests");
        assertThat(launcher.waiting()).hasSize(1);
        assertThat(slot.worker()).isSameAs(old.worker());
    }

    @Test
    void aSlotWhoseWorkerDiesWhileItsSuccessorIsBeingStartedStartsNoOther() {
        slot.spawn();
        launcher.starts().exits(1);
        FakeChild old = launcher.startsReady();
        slot.replace("max-requests");
        old.exits(1);
        assertThat(slot.state()).isEqualTo(SlotState.REPLACING);
        launcher.startsReady();
        assertThat(slot.state()).isEqualTo(SlotState.RUNNING);
    }

    @Test
    void aWorkerThatIsAskedToLeaveLeavesAtOnceIfASpareTakesItsSlot() {
        slot.spawn();
        FakeChild old = launcher.startsReady();
        FakeChild spare = spare();
        parent.spare = spare.worker();
        old.isSignalled();
        assertThat(slot.worker()).isSameAs(spare.worker());
        assertThat(old.state()).isEqualTo(WorkerState.DRAINING);
        assertThat(slot.workers()).containsExactlyInAnyOrder(old.worker(), spare.worker());
    }

    @Test
    void aSpareThatIsAskedToGoHasNotFailedAndTheNextOneStartsAtOnce() {
        Slot place = new Slot(8, true, SlotRecord.ofSpare(), parts);
        place.spawn();
        for (int i = 0; i < 3; i++) {
            place.release(launcher.startsReady().worker(), "reload");
            assertThat(launcher.waiting()).containsExactly("spare 8");
            assertThat(place.nextStart().exitsInARow()).isZero();
        }
    }

    @Test
    void aWorkerThatIsAskedToLeaveWhileItsReplacementBootsNeedsNoSpare() {
        slot.spawn();
        FakeChild old = launcher.startsReady();
        slot.replace("max-requests");
        old.isSignalled();
        assertThat(parent.asked).isZero();
        assertThat(old.state()).isEqualTo(WorkerState.READY);
    }

    @Test
    void aReplacementThatIsAskedToLeaveLeaves() {
        slot.spawn();
        FakeChild old = launcher.startsReady();
        slot.replace("max-requests");
        FakeChild successor = launcher.starts().online();
        successor.isSignalled();
        assertThat(successor.state()).isEqualTo(WorkerState.DRAINING);
        successor.exits(0);
        assertThat(slot.worker()).isSameAs(old.worker());
    }

    @Test
    void aWorkerThatRetiresAgainAndAgainIsReplacedMoreSlowly() {
        slot.spawn();
        launcher.startsReady().retires();
        assertThat(launcher.waiting()).as("the first time at once").hasSize(1);
        launcher.startsReady().retires();
        assertThat(launcher.waiting()).isEmpty();
        clock.advanceMs(120);
        assertThat(launcher.waiting()).hasSize(1);
    }

    @Test
    void aRetiredWorkersDeathStartsNothingMore() {
        slot.spawn();
        FakeChild retired = launcher.startsReady();
        retired.retires();
        launcher.startsReady();
        retired.exits(0);
        clock.advanceMs(60_000);
        assertThat(launcher.waiting()).isEmpty();
    }

    @Test
    void theSuccessorOfAWorkerThatListenedIsNotReadyBeforeItListensToo() {
        slot.spawn();
        launcher.startsReady().exits(1);
        FakeChild successor = launcher.starts().onlineInNode();
        clock.advanceMs(10_000);
        assertThat(successor.state()).isEqualTo(WorkerState.ONLINE);
    }

    @Test
    void theReplacementOfAWorkerThatListensIsNotReadyBeforeItListensToo() {
        slot.spawn();
        launcher.startsReady();
        slot.replace("due");
        FakeChild replacement = launcher.starts().onlineInNode();
        clock.advanceMs(3_000);
        assertThat(replacement.state()).isEqualTo(WorkerState.ONLINE);
    }

    @Test
    void theSuccessorOfAWorkerThatNeverListenedIsReadyWithoutListening() {
        slot.spawn();
        launcher.starts().onlineInNode().exits(1);
        FakeChild successor = launcher.starts().onlineInNode();
        clock.advanceMs(3_000);
        assertThat(successor.state()).isEqualTo(WorkerState.READY);
    }

    @Test
    void aStoppedSlotStartsNothingAndBecomesEmpty() {
        slot.spawn();
        FakeChild child = launcher.startsReady();
        slot.stop();
        slot.replace("max-requests");
        slot.spawn();
        assertThat(child.state()).as("it is not touched").isEqualTo(WorkerState.READY);
        child.exits(0);
        clock.advanceMs(60_000);
        assertThat(launcher.waiting()).isEmpty();
        assertThat(slot.isEmpty()).isTrue();
        assertThat(slot.state()).isEqualTo(SlotState.STOPPED);
    }

    @Test
    void theSlotOfASpareThatWasGivenAwayIsEmptyAndCanBeFilledAgain() {
        Slot place = new Slot(8, true, SlotRecord.ofSpare(), parts);
        place.spawn();
        FakeChild spare = launcher.startsReady();
        assertThat(place.state()).isEqualTo(SlotState.SPARE);
        assertThat(place.giveAway()).isSameAs(spare.worker());
        assertThat(place.isEmpty()).isTrue();
        assertThat(launcher.waiting()).isEmpty();
        place.spawn();
        assertThat(launcher.waiting()).containsExactly("spare 8");
    }

    /** One that is ready and sits elsewhere. */
    private FakeChild spare() {
        new Slot(8, true, SlotRecord.ofSpare(), parts).spawn();
        return launcher.startsReady();
    }
}
