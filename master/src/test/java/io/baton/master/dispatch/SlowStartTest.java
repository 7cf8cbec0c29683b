package io.baton.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.protocol.posix.Fd;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that joins warm ones gets a growing share of the connections, under each rule for which any worker will do. */
final class SlowStartTest {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");
    private static final long SLOW_MS = 10_000;
    private static final int MANY = 1_000;
    private static final int WINDOW = 3;

    private final ManualClock clock = new ManualClock();
    private final Roster workers = new Roster();
    private final FakeWorker a = new FakeWorker("a", clock, WINDOW).withOpen(5);
    private final FakeWorker b = new FakeWorker("b", clock, WINDOW).withOpen(5);
    private final FakeWorker fresh = new FakeWorker("fresh", clock, WINDOW).withOpen(5);

    private Scheduler scheduler = Scheduler.roundRobin().withSlowStart(SLOW_MS);

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "p2c"})
    void itsShareGrowsFromATenthToTheWholeOverTheTime(String rule) {
        scheduler = named(rule).withSlowStart(SLOW_MS);
        freshJoinsTheWarmOne();
        assertThat(ofFresh()).as("a tenth to one, or of its half").isBetween(35, 120);
        clock.advanceMs(SLOW_MS / 2);
        assertThat(ofFresh()).as("a half to one, or of its half").isBetween(200, 390);
        clock.advanceMs(SLOW_MS / 2);
        assertThat(ofFresh()).as("one to one").isBetween(440, 560);
    }

    @Test
    void theWorkerWithTheFewestConnectionsDoesNotGetAllOfThemWhileItIsNew() {
        scheduler = Scheduler.leastConnections().withSlowStart(SLOW_MS);
        freshJoinsTheWarmOne();
        fresh.withOpen(0);
        assertThat(ofFresh()).as("a tenth of all").isEqualTo(100);
        clock.advanceMs(SLOW_MS);
        assertThat(ofFresh()).isEqualTo(MANY);
    }

    @Test
    void workersThatStartTogetherHaveTheirWholeSharesAtOnce() {
        join(a);
        clock.advanceMs(SLOW_MS - 1);
        join(fresh);
        assertThat(ofFresh()).isEqualTo(MANY / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "p2c"})
    void itTakesWhatNoOtherWorkerCanTake(String rule) {
        scheduler = named(rule).withSlowStart(SLOW_MS);
        freshJoinsTheWarmOne();
        for (int i = 0; i < WINDOW; i++) {
            a.lane().send(client());
        }
        assertThat(ofFresh()).isEqualTo(MANY);
    }

    @Test
    void severalNewWorkersShareWithTheWarmOneAndNoConnectionWaits() {
        freshJoinsTheWarmOne();
        join(b);
        assertThat(ofFresh()).isBetween(60, 120);
        workers.remove(a.lane());
        for (int i = 0; i < MANY; i++) {
            assertThat(pick()).isIn(b.lane(), fresh.lane());
        }
    }

    @Test
    void aWorkerThatWasSuspendedIsNotNewAgain() {
        freshJoinsTheWarmOne();
        clock.advanceMs(SLOW_MS);
        workers.remove(fresh.lane());
        join(fresh);
        assertThat(ofFresh()).isEqualTo(MANY / 2);
    }

    @Test
    void withoutATimeTheRuleIsTheSame() {
        Scheduler plain = Scheduler.roundRobin();
        assertThat(plain.withSlowStart(0)).isSameAs(plain);
    }

    @Test
    void theNewWorkersConnectionsComeAtEvenDistances() {
        freshJoinsTheWarmOne();
        int last = 0;
        for (int i = 1; i <= MANY; i++) {
            if (pick() == fresh.lane()) {
                assertThat(i - last).isBetween(9, 12);
                last = i;
            }
        }
        assertThat(List.of(a.lane(), fresh.lane())).hasSize(workers.size());
    }

    private void freshJoinsTheWarmOne() {
        join(a);
        clock.advanceMs(SLOW_MS);
        join(fresh);
    }

    private void join(FakeWorker worker) {
        scheduler.joins(workers, worker.lane(), clock.nanoTime());
        workers.add(worker.lane());
    }

    /** How many of many connections the new worker gets. */
    private int ofFresh() {
        int count = 0;
        for (int i = 0; i < MANY; i++) {
            count += pick() == fresh.lane() ? 1 : 0;
        }
        return count;
    }

    private Lane pick() {
        int picked = scheduler.pick(workers, client(), clock.nanoTime());
        if (picked == Scheduler.NO_WORKER) {
            throw new AssertionError("no worker");
        }
        return workers.takeTurn(picked);
    }

    private static Scheduler named(String rule) {
        return switch (rule) {
            case "round-robin" -> Scheduler.roundRobin();
            case "least-connections" -> Scheduler.leastConnections();
            default -> Scheduler.powerOfTwoChoices();
        };
    }

    /** With a number that is never used and so never closed. */
    private static Connection client() {
        return new Connection(Fd.own(Integer.MAX_VALUE), KEY, 0);
    }
}
