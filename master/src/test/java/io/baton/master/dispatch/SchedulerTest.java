package io.baton.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.protocol.posix.Fd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules beside round-robin, which has a test of its own. */
final class SchedulerTest {

    private static final long PATIENCE_MS = 5_000;
    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");

    private final ManualClock clock = new ManualClock();
    private final Roster workers = new Roster();
    private final FakeWorker a = new FakeWorker("a", clock, 3).inSlot(1).withOpen(5);
    private final FakeWorker b = new FakeWorker("b", clock, 3).inSlot(2).withOpen(3);
    private final FakeWorker c = new FakeWorker("c", clock, 3).inSlot(3).withOpen(4);
    private final List<FakeWorker> known = new ArrayList<>(List.of(a, b, c));

    private Scheduler scheduler = Scheduler.roundRobin();

    /** What a connection may ask of every rule under which any worker will do. */
    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "p2c"})
    void whoCannotTakeItIsNotPicked(String rule) {
        scheduler = named(rule);
        assertThat(pick(client(1))).as("no worker there").isNull();
        addAll();
        send(a, 3);
        Connection refused = client(1);
        refused.addRefusal(b.lane());
        assertThat(pick(refused)).as("a is full, b refused it").isSameAs(c);
        send(c, 1);
        clock.advanceMs(21);
        send(b, 2);
        assertThat(pick(client(1))).as("a and c are late").isSameAs(b);
        send(b, 1);
        assertThat(pick(client(1))).as("b is full now").isNull();
    }

    @Test
    void leastConnectionsPicksTheWorkerWithTheFewest() {
        scheduler = Scheduler.leastConnections();
        addAll();
        assertThat(pick(client(1))).isSameAs(b);
        b.withOpen(5);
        assertThat(pick(client(1))).isSameAs(c);
    }

    @Test
    void workersWithEquallyManyConnectionsTakeTurns() {
        scheduler = Scheduler.leastConnections();
        addAll();
        a.withOpen(3);
        assertThat(pick(client(1))).isSameAs(a);
        assertThat(pick(client(1))).isSameAs(b);
        assertThat(pick(client(1))).isSameAs(a);
    }

    @ParameterizedTest
    @ValueSource(strings = {"least-connections", "p2c"})
    void workersThatDoNotSayHowManyTheyHaveTakeTurnsWithAllOthers(String rule) {
        scheduler = named(rule);
        addAll();
        c.withOpen(Lane.UNKNOWN);
        for (int round = 0; round < 3; round++) {
            assertThat(List.of(pick(client(1)), pick(client(1)), pick(client(1))))
                    .containsExactly(a, b, c);
        }
    }

    @Test
    void ofTwoWorkersThatChancePicksTheOneWithFewerConnectionsGetsIt() {
        ArrayDeque<Integer> chances = new ArrayDeque<>(List.of(0, 0, 0, 1, 1, 0, 1, 1, 2, 0));
        scheduler = new PowerOfTwoChoices(bound -> chances.remove());
        addAll();
        // Positions change: the picked worker goes to the end.
        assertThat(pick(client(1))).as("a or b, of a b c").isSameAs(b);
        assertThat(pick(client(1))).as("a or b, of a c b").isSameAs(b);
        assertThat(pick(client(1))).as("c or a, of a c b").isSameAs(c);
        assertThat(pick(client(1))).as("b or c, of a b c").isSameAs(b);
        assertThat(pick(client(1))).as("b or a, of a c b").isSameAs(b);
        assertThat(chances).isEmpty();
    }

    @Test
    void theBusiestOfThreeIsNeverPickedByTwoChoices() {
        scheduler = Scheduler.powerOfTwoChoices();
        addAll();
        Map<FakeWorker, Integer> picked = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            picked.merge(picked(client(1)), 1, Integer::sum);
        }
        assertThat(picked).doesNotContainKey(a);
        assertThat(picked.get(b)).as("in two of three pairs").isBetween(550, 780);
        assertThat(picked.get(c)).as("in one of three").isBetween(220, 450);
    }

    @Test
    void aClientComesToTheSameWorkerHoweverOften() {
        scheduler = Scheduler.ipHash(PATIENCE_MS);
        addAll();
        for (int host = 1; host <= 50; host++) {
            FakeWorker first = picked(client(host));
            assertThat(List.of(picked(client(host)), picked(client(host)))).containsOnly(first);
        }
    }

    @Test
    void clientsAreSpreadOverWorkers() {
        scheduler = Scheduler.ipHash(PATIENCE_MS);
        addAll();
        Map<FakeWorker, Integer> picked = new HashMap<>();
        for (int host = 1; host <= 3000; host++) {
            picked.merge(picked(client(0x0a000000 + host)), 1, Integer::sum);
        }
        assertThat(picked.values()).hasSize(3).allSatisfy(count -> assertThat(count)
                .isBetween(850, 1150));
    }

    @Test
    void aWorkerThatIsGoneMovesItsOwnClientsOnlyAndItsSuccessorGetsThemBack() {
        scheduler = Scheduler.ipHash(PATIENCE_MS);
        addAll();
        List<FakeWorker> before = workersOfHosts();
        workers.remove(b.lane());
        List<FakeWorker> meanwhile = workersOfHosts();
        FakeWorker successor = new FakeWorker("successor of b", clock, 3).inSlot(2);
        known.add(successor);
        workers.add(successor.lane());
        List<FakeWorker> after = workersOfHosts();
        assertThat(before).contains(b);
        for (int host = 0; host < before.size(); host++) {
            FakeWorker was = before.get(host);
            assertThat(meanwhile.get(host)).isNotSameAs(b);
            if (was != b) {
                assertThat(meanwhile.get(host)).isSameAs(was);
            }
            assertThat(after.get(host)).isSameAs(was == b ? successor : was);
        }
    }

    @Test
    void aClientWaitsForItsWorkerWhileThatIsFullOrLate() throws Exception {
        scheduler = Scheduler.ipHash(PATIENCE_MS);
        addAll();
        int host = hostOf(b);
        send(b, 3);
        assertThat(pick(client(host))).as("full, others are idle").isNull();
        b.acceptsAll();
        send(b, 1);
        clock.advanceMs(21);
        assertThat(pick(client(host))).as("a pause for the garbage collector").isNull();
        b.acceptsAll();
        assertThat(pick(client(host))).isSameAs(b);
    }

    @Test
    void aClientGoesToTheSameOtherWorkerOnceItsOwnHasRefusedOrHangs() throws Exception {
        scheduler = Scheduler.ipHash(PATIENCE_MS);
        addAll();
        int host = hostOf(b);
        Connection refused = client(host);
        refused.addRefusal(b.lane());
        FakeWorker other = picked(refused);
        assertThat(other).isNotSameAs(b);
        send(b, 1);
        clock.advanceMs(PATIENCE_MS);
        assertThat(pick(client(host))).as("may still work").isNull();
        clock.advanceMs(1);
        assertThat(picked(client(host))).isSameAs(other);
        other.acceptsAll();
        b.acceptsAll();
        assertThat(picked(client(host))).as("it worked after all").isSameAs(b);
    }

    @Test
    void withIpHashAConnectionThatAllWorkersRefusedGoesToNone() {
        scheduler = Scheduler.ipHash(PATIENCE_MS);
        assertThat(pick(client(1))).as("no worker there").isNull();
        addAll();
        Connection refused = client(1);
        List.of(a, b, c).forEach(worker -> refused.addRefusal(worker.lane()));
        assertThat(pick(refused)).isNull();
    }

    @Test
    void connectionsWithoutAnAddressTakeTurns() {
        scheduler = Scheduler.ipHash(PATIENCE_MS);
        addAll();
        assertThat(List.of(
                        picked(client(Connection.NO_PEER)),
                        picked(client(Connection.NO_PEER)),
                        picked(client(Connection.NO_PEER))))
                .containsExactly(a, b, c);
    }

    private int hostOf(FakeWorker worker) {
        return workersOfHosts().indexOf(worker) + 1;
    }

    private List<FakeWorker> workersOfHosts() {
        List<FakeWorker> all = new ArrayList<>();
        for (int host = 1; host <= 100; host++) {
            all.add(picked(client(host)));
        }
        return all;
    }

    private static Scheduler named(String rule) {
        return switch (rule) {
            case "round-robin" -> Scheduler.roundRobin();
            case "least-connections" -> Scheduler.leastConnections();
            case "p2c" -> Scheduler.powerOfTwoChoices();
            default -> Scheduler.ipHash(PATIENCE_MS);
        };
    }

    private void addAll() {
        workers.add(a.lane());
        workers.add(b.lane());
        workers.add(c.lane());
    }

    private FakeWorker picked(Connection connection) {
        FakeWorker picked = pick(connection);
        if (picked == null) {
            throw new AssertionError("no worker");
        }
        return picked;
    }

    private @Nullable FakeWorker pick(Connection connection) {
        int picked = scheduler.pick(workers, connection, clock.nanoTime());
        return picked == Scheduler.NO_WORKER ? null : workerOf(workers.takeTurn(picked));
    }

    private FakeWorker workerOf(Lane lane) {
        return known.stream()
                .filter(worker -> worker.lane() == lane)
                .findFirst()
                .orElseThrow();
    }

    private static void send(FakeWorker target, int count) {
        for (int i = 0; i < count; i++) {
            target.lane().send(client(0));
        }
    }

    /** With a number that is never used and so never closed. */
    private static Connection client(int host) {
        return new Connection(Fd.own(Integer.MAX_VALUE), KEY, 0, host);
    }
}
