package io.baton.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.protocol.posix.Fd;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RoundRobinTest {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");

    private final ManualClock clock = new ManualClock();
    private final RoundRobin scheduler = new RoundRobin();
    private final Roster workers = new Roster();
    private final FakeWorker a = new FakeWorker("a", clock, 3);
    private final FakeWorker b = new FakeWorker("b", clock, 3);
    private final FakeWorker c = new FakeWorker("c", clock, 3);

    @Test
    void withoutWorkersThereIsNoChoice() {
        assertThat(pick()).isNull();
    }

    @Test
    void idleWorkersTakeTurns() {
        addAll();
        for (int round = 0; round < 3; round++) {
            assertThat(pick()).isSameAs(a);
            assertThat(pick()).isSameAs(b);
            assertThat(pick()).isSameAs(c);
        }
    }

    @Test
    void aNewWorkerIsNext() {
        workers.add(a.lane());
        workers.add(b.lane());
        assertThat(pick()).isSameAs(a);
        workers.add(c.lane());
        assertThat(pick()).isSameAs(b);
        assertThat(pick()).isSameAs(c);
        assertThat(pick()).isSameAs(a);
    }

    @Test
    void aNewWorkerComesBeforeAllThatHadATurn() {
        workers.add(a.lane());
        assertThat(pick()).isSameAs(a);
        workers.add(b.lane());
        workers.add(c.lane());
        workers.remove(b.lane());
        assertThat(pick()).isSameAs(c);
        assertThat(pick()).isSameAs(a);
        assertThat(pick()).isSameAs(c);
    }

    @Test
    void theIdleWorkerThatHasWaitedLongestGetsTheConnection() throws Exception {
        addAll();
        for (FakeWorker next : List.of(a, b, c)) {
            assertThat(pick()).isSameAs(next);
            send(next, 1);
        }
        b.accepts(0);
        a.accepts(0);
        // Both are idle again, and a's last turn is longer ago than b's.
        assertThat(pick()).isSameAs(a);
        assertThat(pick()).isSameAs(b);
        assertThat(pick()).isSameAs(a);
    }

    @Test
    void aWorkerWithAConnectionOnItsWayIsPassedOverWhileAnotherIsIdle() {
        addAll();
        send(a, 1);
        send(c, 1);
        assertThat(pick()).isSameAs(b);
        assertThat(pick()).isSameAs(b);
    }

    @Test
    void whenAllWorkersHaveConnectionsOnTheirWayTheOneWithTheFewestGetsTheNext() {
        addAll();
        send(a, 2);
        send(b, 1);
        send(c, 2);
        assertThat(pick()).isSameAs(b);
        send(b, 1);
        // Equally many: the longest waiting.
        assertThat(pick()).isSameAs(a);
        assertThat(pick()).isSameAs(c);
        assertThat(pick()).isSameAs(b);
    }

    @Test
    void aWorkerWithAFullWindowGetsNoConnection() {
        addAll();
        send(a, 3);
        send(b, 3);
        send(c, 2);
        assertThat(pick()).isSameAs(c);
        send(c, 1);
        assertThat(pick()).isNull();
    }

    @Test
    void aWorkerThatHasNotAcceptedFor20MsGetsNoConnectionEvenIfAllOthersAreBusier() {
        addAll();
        send(a, 1);
        clock.advanceMs(10);
        send(b, 2);
        send(c, 2);
        clock.advanceMs(10);
        assertThat(pick()).as("at 20 ms").isSameAs(a);
        clock.advanceNanos(1);
        assertThat(pick()).as("later than 20 ms").isSameAs(b);
        clock.advanceMs(10);
        assertThat(pick()).as("all are late").isNull();
    }

    @Test
    void aLateWorkerThatAcceptsAfterAllGetsConnectionsAgain() throws Exception {
        workers.add(a.lane());
        send(a, 1);
        clock.advanceMs(2000);
        assertThat(pick()).isNull();
        a.accepts(0);
        assertThat(pick()).isSameAs(a);
    }

    @Test
    void aWorkerThatRefusedAConnectionIsAskedForOtherConnectionsOnly() {
        addAll();
        Connection refused = connection();
        refused.addRefusal(a.lane());
        refused.addRefusal(c.lane());
        assertThat(pick(refused)).isSameAs(b);
        send(b, 3);
        assertThat(pick(refused)).isNull();
        assertThat(pick()).isSameAs(a);
        refused.forgetRefusals();
        assertThat(pick(refused)).isSameAs(c);
    }

    @Test
    void aRemovedWorkerGetsNoConnection() {
        addAll();
        assertThat(workers.size()).isEqualTo(3);
        workers.remove(a.lane());
        workers.remove(a.lane());
        assertThat(workers.size()).isEqualTo(2);
        assertThat(pick()).isSameAs(b);
        assertThat(pick()).isSameAs(c);
        assertThat(pick()).isSameAs(b);
    }

    private void addAll() {
        workers.add(a.lane());
        workers.add(b.lane());
        workers.add(c.lane());
    }

    private @Nullable FakeWorker pick() {
        return pick(connection());
    }

    private @Nullable FakeWorker pick(Connection connection) {
        int picked = scheduler.pick(workers, connection, clock.nanoTime());
        return picked == Scheduler.NO_WORKER ? null : workerOf(workers.takeTurn(picked));
    }

    private FakeWorker workerOf(Lane lane) {
        return List.of(a, b, c).stream()
                .filter(worker -> worker.lane() == lane)
                .findFirst()
                .orElseThrow();
    }

    private static void send(FakeWorker target, int count) {
        for (int i = 0; i < count; i++) {
            target.lane().send(connection());
        }
    }

    /** With a number that is never used and so never closed. */
    private static Connection connection() {
        return new Connection(Fd.own(Integer.MAX_VALUE), KEY, 0);
    }
}
