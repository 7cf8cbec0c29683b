package io.baton.master.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.carried.CarriedCount;
import io.baton.master.conductor.ManualClock;
import io.baton.master.journal.Journal;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.journal.WorkerId;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.totals.Totals;
import java.lang.System.Logger.Level;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventCountsTest {

    private final ManualClock clock = new ManualClock();
    private final Journal journal = new Journal(clock);
    private final Totals totals = new Totals();
    private final WorkerId worker = new WorkerId("api", "worker 1", 1, 4711);

    @BeforeEach
    void listen() {
        journal.subscribe(1, new EventCounts(totals));
        journal.add(new WorkerEvent.Created(worker, 5));
        clock.advanceMs(300);
        step(WorkerState.ONLINE, WorkerState.READY, "ready after 300 ms: listens");
    }

    private void step(WorkerState from, WorkerState to, String reason) {
        journal.add(new WorkerEvent.Stepped(worker, from, to, reason, Level.INFO));
    }

    private List<CarriedCount> counts() {
        return totals.of("api").carried().counts();
    }

    @Test
    void aKilledWorkerIsACrashAlsoWhenItsChannelEndsFirst() {
        step(WorkerState.READY, WorkerState.DRAINING, "channel: peer closed");
        step(WorkerState.DRAINING, WorkerState.EXITED, "SIGKILL");
        assertThat(counts()).containsExactly(new CarriedCount("exits.crash", 1));
        assertThat(totals.of("api").carried().starts().get(2))
                .as("starts from 250 to 500 ms")
                .isEqualTo(1);
    }

    @Test
    void aWorkerThatIsReplacedOrHangsOrStopsHasThatCause() {
        journal.add(new WorkerEvent.ReplacementBegun(worker, "reload"));
        step(WorkerState.READY, WorkerState.DRAINING, "replaced");
        step(WorkerState.DRAINING, WorkerState.EXITED, "exit code 0");
        journal.add(new WorkerEvent.ReplacementBegun(worker, "100 requests"));
        step(WorkerState.READY, WorkerState.DRAINING, "replaced");
        step(WorkerState.DRAINING, WorkerState.EXITED, "exit code 0");
        journal.add(new WorkerEvent.Hung(worker, "silent for more than 5000 ms"));
        step(WorkerState.READY, WorkerState.KILLING, "silent for more than 5000 ms");
        step(WorkerState.KILLING, WorkerState.EXITED, "SIGKILL");
        step(WorkerState.READY, WorkerState.DRAINING, "stopping");
        step(WorkerState.DRAINING, WorkerState.EXITED, "exit code 0");
        assertThat(counts())
                .containsExactly(
                        new CarriedCount("exits.hang", 1),
                        new CarriedCount("exits.limit", 1),
                        new CarriedCount("exits.reload", 1),
                        new CarriedCount("exits.stop", 1));
    }

    @Test
    void aWorkerThatIsReplacedBecauseItIsUnhealthyCountsAsHungUnlessItIsHealthyAgain() {
        journal.add(new WorkerEvent.Unhealthy(worker, "it answered 500 for /health, 3 times in a row"));
        journal.add(new WorkerEvent.ReplacementBegun(worker, "unhealthy: it answered 500"));
        step(WorkerState.READY, WorkerState.DRAINING, "replaced");
        step(WorkerState.DRAINING, WorkerState.EXITED, "exit code 0");
        journal.add(new WorkerEvent.Unhealthy(worker, "it answered 500 for /health, 3 times in a row"));
        journal.add(new WorkerEvent.Recovered(worker));
        step(WorkerState.READY, WorkerState.DRAINING, "stopping");
        step(WorkerState.DRAINING, WorkerState.EXITED, "exit code 0");
        assertThat(counts()).containsExactly(new CarriedCount("exits.hang", 1), new CarriedCount("exits.stop", 1));
    }

    @Test
    void aWorkerThatDiesBeforeItsReplacementIsReadyHasCrashed() {
        journal.add(new WorkerEvent.ReplacementBegun(worker, "100 requests"));
        step(WorkerState.READY, WorkerState.DRAINING, "channel: peer closed");
        step(WorkerState.DRAINING, WorkerState.EXITED, "exit code 3, out of memory (-XX:+ExitOnOutOfMemoryError)");
        assertThat(counts()).containsExactly(new CarriedCount("exits.oom", 1));
    }
}
