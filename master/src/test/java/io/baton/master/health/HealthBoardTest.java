package io.baton.master.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.snapshot.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthBoardTest {

    private final ManualClock clock = new ManualClock();
    private final Journal journal = new Journal(clock);
    private final HealthBoard board = new HealthBoard(clock, journal, this::snapshot);

    private int min = 1;
    private GroupState state = GroupState.STARTING;
    private List<WorkerState> workers = List.of(WorkerState.STARTING, WorkerState.ONLINE);

    private MasterSnapshot snapshot() {
        List<SlotSnapshot> slots = new ArrayList<>();
        for (WorkerState worker : workers) {
            WorkerSnapshot in = WorkerSnapshot.unmeasured("worker", 1, worker, 1, 0, 0, 0, 0, 0, 0);
            slots.add(new SlotSnapshot(
                    "worker", 0, 1, SlotState.RUNNING, 0, 0, -1, null, 0, null, null, in, null, List.of()));
        }
        GroupSnapshot group = new GroupSnapshot(
                "api", state, 1, "handoff", "jar", null, null, 2, min, 0, slots, List.of(), List.of(), List.of());
        return new MasterSnapshot(1, "0", "", true, 0, 0, 0, List.of(group), List.of());
    }

    /** Something happens, and the conductor looks. */
    private HealthView now() {
        journal.add(new MasterEvent.Started(1));
        clock.advanceMs(1);
        return board.view();
    }

    @Test
    void anApplicationMayNeedMoreWorkersOrNone() {
        board.begin();
        workers = List.of(WorkerState.READY, WorkerState.ONLINE);
        min = 5;
        assertThat(now().ready(clock.nanoTime()).reasons())
                .as("all of its workers are enough")
                .containsExactly("api: 1 of 2 workers ready (expected: 2 or more)");
        workers = List.of(WorkerState.READY, WorkerState.READY);
        assertThat(now().ready(clock.nanoTime()).yes()).isTrue();
        workers = List.of(WorkerState.ONLINE, WorkerState.ONLINE);
        min = 0;
        assertThat(now().ready(clock.nanoTime()).yes()).isTrue();
    }

    @Test
    void aMasterIsReadyFromItsFirstWorkerOnAndStartedWhenItHadAll() {
        board.begin();
        HealthView view = now();
        assertThat(view.ready(clock.nanoTime()).reasons())
                .containsExactly("api: 0 of 2 workers ready (expected: 1 or more)");
        assertThat(view.startup(clock.nanoTime()).yes()).isFalse();

        workers = List.of(WorkerState.READY, WorkerState.ONLINE);
        view = now();
        assertThat(view.ready(clock.nanoTime()).yes()).isTrue();
        assertThat(view.startup(clock.nanoTime()).reasons()).containsExactly("api: starts, 1 of 2 workers ready");

        state = GroupState.RUNNING;
        assertThat(now().startup(clock.nanoTime()).yes()).isTrue();
        workers = List.of(WorkerState.DRAINING, WorkerState.ONLINE);
        view = now();
        assertThat(view.ready(clock.nanoTime()).yes()).isFalse();
        assertThat(view.startup(clock.nanoTime()).yes()).as("it had all once").isTrue();
    }

    @Test
    void aMasterThatIsToStopIsNotReadyAtOnceAndLives() {
        workers = List.of(WorkerState.READY);
        board.begin();
        assertThat(now().ready(clock.nanoTime()).yes()).isTrue();
        board.stops();
        HealthView view = board.view();
        assertThat(view.ready(clock.nanoTime()).reasons()).containsExactly("the master stops");
        assertThat(view.live(clock.nanoTime()).yes()).isTrue();
    }

    @Test
    void aMasterWhoseLoopDoesNotTurnForTwoSecondsDoesNotLive() {
        board.begin();
        HealthView last = board.view();
        assertThat(last.live(clock.nanoTime() + 2_000_000_000L).yes()).isTrue();
        assertThat(last.live(clock.nanoTime() + 2_001_000_000L).reasons())
                .containsExactly("the loop of the master has not turned for 2001 ms");
        clock.advanceMs(10_000);
        assertThat(board.view().live(clock.nanoTime()).yes())
                .as("while it turns")
                .isTrue();
    }

    @Test
    void anApplicationThatItsOperatorStoppedIsNotMissedUnlessItIsTheOnlyOne() {
        state = GroupState.STOPPED;
        workers = List.of();
        board.begin();
        assertThat(now().ready(clock.nanoTime()).reasons()).containsExactly("no application runs");
    }
}
