package io.baton.master.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.totals.ApplicationTotals;
import io.baton.master.totals.Totals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {

    private static final int NO_PID = Integer.MAX_VALUE;

    private final ManualClock clock = new ManualClock();
    private final Totals totals = new Totals();
    private final ApplicationTotals app = totals.of("api");
    private final List<String> names = new ArrayList<>(List.of("api"));
    private final long beganNanos = clock.nanoTime();
    private final History history = new History(clock, this::nowMs, this::snapshot, totals);

    private int open;
    private long requests;

    private long nowMs() {
        return (clock.nanoTime() - beganNanos) / 1_000_000;
    }

    private MasterSnapshot snapshot() {
        WorkerSnapshot worker = WorkerSnapshot.unmeasured("worker", 1, WorkerState.READY, 1, 0, 0, open, 0, 0, 0);
        SlotSnapshot slot = new SlotSnapshot(
                "worker", 0, 1, SlotState.RUNNING, 0, 0, -1, null, 0, null, null, worker, null, List.of());
        List<GroupSnapshot> groups = names.stream()
                .map(name -> new GroupSnapshot(
                        name,
                        GroupState.RUNNING,
                        1,
                        "handoff",
                        "jar",
                        null,
                        null,
                        1,
                        1,
                        0,
                        List.of(slot),
                        List.of(),
                        List.of(),
                        List.of()))
                .toList();
        return new MasterSnapshot(1, "0", "", true, 0, 0, 0, groups, List.of());
    }

    private Recent.App api() {
        return history.recent(-1).apps().get(0);
    }

    @Test
    void eachPointSaysWhatHappenedSinceTheOneBefore() {
        app.begin(NO_PID, () -> requests);
        history.begin();
        requests = 500;
        open = 3;
        clock.advanceMs(5_000);
        requests = 505;
        open = 0;
        app.listener("http://localhost:3000").timedOut();
        clock.advanceMs(5_000);
        assertThat(history.recent(-1).at()).containsExactly(5_000L, 10_000L);
        assertThat(api().rate()).containsExactly(100d, 1d);
        assertThat(api().open()).containsExactly(3, 0);
        assertThat(api().failed()).containsExactly(0, 1);
        assertThat(api().p99()).as("no worker says how long requests take").containsOnly(Double.NaN);
        assertThat(api().timed()).isFalse();
        assertThat(history.recent(-1).failed()).isEqualTo(1);
        assertThat(history.recent(-1).watchedMs()).isEqualTo(10_000);
    }

    @Test
    void aWorkerThatDiesTakesNoRequestOutOfARate() {
        var worker = app.begin(NO_PID, () -> requests);
        history.begin();
        requests = 50;
        worker.end(1);
        clock.advanceMs(5_000);
        assertThat(api().rate()).containsExactly(10d);
    }

    @Test
    void ofAnApplicationThatDoesNotCountTheConnectionsAreShown() {
        history.begin();
        app.listener("http://localhost:3000").handedOver(1_000);
        clock.advanceMs(1_000);
        clock.advanceMs(4_000);
        assertThat(api().rate()).containsExactly(0.2d);
    }

    @Test
    void onlyTheLastQuarterOfAnHourIsKept() {
        history.begin();
        clock.advanceMs(1_000_000);
        assertThat(history.recent(-1).at()).hasSize(180).first().isEqualTo(105_000L);
        assertThat(history.recent(-1).at()).last().isEqualTo(1_000_000L);
        assertThat(history.recent(990_000).at()).containsExactly(995_000L, 1_000_000L);
        assertThat(history.recent(990_000).apps().get(0).rate()).hasSize(2);
        assertThat(history.recent(-1).after(995_000).at()).containsExactly(1_000_000L);
        assertThat(history.recent(-1).after(995_000).apps().get(0).open()).hasSize(1);
    }

    @Test
    void whatAFormerImageHasCountedIsNoPeak() {
        app.begin(NO_PID, () -> requests);
        requests = 1_000_000;
        app.listener("http://localhost:3000").timedOut();
        history.goOn();
        requests += 5;
        clock.advanceMs(5_000);
        assertThat(api().rate()).containsExactly(1d);
        assertThat(history.recent(-1).failed()).isZero();
    }

    @Test
    void anApplicationThatWasDeletedIsForgotten() {
        history.begin();
        clock.advanceMs(5_000);
        names.set(0, "web");
        clock.advanceMs(5_000);
        assertThat(history.recent(-1).apps()).extracting(Recent.App::name).containsExactly("web");
        assertThat(api().rate()).hasSize(2);
    }
}
