package io.baton.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.OpenDescriptors;
import io.baton.master.conductor.ManualClock;
import io.baton.master.snapshot.MovedSnapshot;
import io.baton.master.totals.Totals;
import io.baton.protocol.Moved;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of connections that workers give back, at each step of their way to the next worker. */
@ExtendWith(OpenDescriptors.class)
final class ReturnedConnectionsTest {

    private static final long HOLD_MS = 30_000;
    private static final String LEFTOVER = "R0VUIA==";

    private final Totals totals = new Totals();
    private final ManualClock clock = new ManualClock();

    @RegisterExtension
    final Clients clients = new Clients(clock);

    private final List<String> gate = new ArrayList<>();
    private final List<Connection> unserved = new ArrayList<>();
    private final Dispatcher dispatcher = dispatcher(Scheduler.roundRobin());
    private final FakeWorker a = new FakeWorker("a", clock, 16).takesLeftovers();
    private final FakeWorker b = new FakeWorker("b", clock, 16).takesLeftovers();
    private final FakeWorker c = new FakeWorker("c", clock, 16).takesLeftovers();

    private Dispatcher dispatcher(Scheduler scheduler) {
        Gate noted = new Gate() {
            @Override
            public void close() {
                gate.add("closed");
            }

            @Override
            public void open() {
                gate.add("open");
            }
        };
        return new Dispatcher(
                clock,
                noted,
                new DispatchTally(totals.of("api").listener("*:3000"), connection -> {
                    unserved.add(connection);
                    connection.close();
                }),
                HOLD_MS,
                scheduler,
                Dispatcher.HOLD_CAPACITY);
    }

    @Test
    void aConnectionOfAWorkerThatLeavesGoesToAnotherOneWithAllThatIsKnownOfIt() throws Exception {
        serve(b);
        Connection connection = returned(a, LEFTOVER);
        assertThat(b.got()).containsExactly(connection);
        assertThat(given(connection).moved()).isEqualTo(new Moved(LEFTOVER, 7, 1_000));
        assertThat(connection.socket().isOpen())
                .as("until the next worker has accepted it")
                .isTrue();
        b.accepts(0);
        assertThat(clients.seesClose(connection)).isTrue();
        assertThat(dispatcher.tally().moves()).isEqualTo(new MovedSnapshot(1, 1, 0, 0, 0));
    }

    @Test
    void aConnectionDoesNotGoBackToTheWorkerThatGaveIt() throws Exception {
        serve(a, b);
        for (int i = 0; i < 3; i++) {
            Connection connection = returned(a, null);
            assertThat(b.got()).contains(connection);
        }
        assertThat(a.got()).isEmpty();
        b.acceptsAll();
    }

    @Test
    void aConnectionGoesBackToTheWorkerThatGaveItIfNoOtherServesOrAnswers() throws Exception {
        serve(a);
        Connection alone = returned(a, null);
        assertThat(a.got()).containsExactly(alone);
        a.acceptsAll();
        serve(b);
        Connection hostage = returned(a, null);
        assertThat(b.got()).containsExactly(hostage);
        clock.advanceMs(21);
        Connection again = returned(a, null);
        assertThat(a.got()).as("the other one may only be slow").containsExactly(alone);
        clock.advanceMs(180);
        assertThat(a.got()).as("the other one hangs").containsExactly(alone, again);
        a.acceptsAll();
        b.acceptsAll();
    }

    @Test
    void bytesThatWereReadGoOnlyToAWorkerThatTakesThem() throws Exception {
        FakeWorker node = new FakeWorker("node", clock, 1);
        serve(node);
        Connection half = returned(a, LEFTOVER);
        Connection idle = returned(a, null);
        assertThat(node.got()).as("the idle one does not wait behind the other").containsExactly(idle);
        node.acceptsAll();
        serve(b);
        clock.advanceMs(100);
        assertThat(b.got()).containsExactly(half);
        b.acceptsAll();
    }

    @Test
    void aWorkerThatRefusesALeftoverSendsItElsewhereWhole() throws Exception {
        serve(b, c);
        Connection connection = returned(a, LEFTOVER);
        FakeWorker first = b.got().isEmpty() ? c : b;
        FakeWorker second = first == b ? c : b;
        first.refuses(0);
        assertThat(second.got()).containsExactly(connection);
        assertThat(given(connection).moved().leftover()).isEqualTo(LEFTOVER);
        second.acceptsAll();
    }

    @Test
    void aWorkerThatDiesBeforeItAcceptsALeftoverLosesNoByteOfIt() throws Exception {
        serve(b, c);
        Connection connection = returned(a, LEFTOVER);
        FakeWorker first = b.got().isEmpty() ? c : b;
        FakeWorker second = first == b ? c : b;
        dispatcher.remove(first.lane());
        assertThat(first.lane().giveBack()).isOne();
        assertThat(second.got()).containsExactly(connection);
        assertThat(given(connection).moved().leftover()).isEqualTo(LEFTOVER);
        second.acceptsAll();
        assertThat(dispatcher.tally().moves().leaving()).as("counted once").isOne();
    }

    @Test
    void theDeathOfTheWorkerThatGaveItDoesNotTouchAConnection() throws Exception {
        Connection held = returned(a, null);
        assertThat(a.lane().giveBack()).isZero();
        assertThat(clients.seesEnd(held)).isFalse();
        serve(b);
        assertThat(b.got()).containsExactly(held);
        b.acceptsAll();
    }

    @Test
    void newConnectionsGoBeforeAThousandThatMoveAndFindRoomInEveryWorker() throws Exception {
        serve(b);
        for (int i = 0; i < 1000; i++) {
            dispatcher.offerReturned(cheaply(a));
        }
        assertThat(b.got()).hasSize(Lane.MAX_RETURNED);
        Connection fresh = clients.connect();
        dispatcher.offer(fresh);
        assertThat(b.got()).last().isEqualTo(fresh);
        for (int i = 0; i < 11; i++) {
            dispatcher.offer(clients.connectCheaply());
        }
        assertThat(b.lane().onTheirWay()).isEqualTo(16);
        Connection waits = clients.connect();
        dispatcher.offer(waits);
        b.accepts(0);
        assertThat(b.got()).last().isEqualTo(waits);
        assertThat(gate).as("they do not count among those that wait").isEmpty();
        while (b.lane().onTheirWay() > 0) {
            b.acceptsAll();
        }
        assertThat(dispatcher.held()).isZero();
        assertThat(dispatcher.tally().moves().leaving()).isEqualTo(1000);
        assertThat(clock.timers()).isZero();
    }

    @Test
    void thousandsThatMoveWhileTheirWorkerServesOnAllGoToTheOther() throws Exception {
        serve(a, b);
        int rounds = 0;
        for (int i = 0; i < 5_000; i++) {
            dispatcher.offerReturned(cheaply(a));
        }
        while (b.lane().onTheirWay() > 0) {
            b.acceptsAll();
            rounds++;
        }
        assertThat(rounds).isEqualTo(5_000 / Lane.MAX_RETURNED);
        assertThat(a.got()).isEmpty();
    }

    @Test
    void theConnectionThatWasIdleForTheShortestTimeWaitsForNoneOfThoseBeforeIt() throws Exception {
        serve(b);
        for (int i = 0; i < 100; i++) {
            dispatcher.offerReturned(cheaply(a));
        }
        Connection lively = returned(a, null);
        b.accepts(0);
        assertThat(b.got()).last().isEqualTo(lively);
        while (b.lane().onTheirWay() > 0) {
            b.acceptsAll();
        }
    }

    @Test
    void aConnectionThatNoWorkerTakesEndsAfterTheHoldTimeoutCountedFromItsReturn() {
        Connection connection = returned(a, null);
        clock.advanceMs(HOLD_MS - 1);
        assertThat(unserved).isEmpty();
        clock.advanceMs(2);
        assertThat(unserved).containsExactly(connection);
        assertThat(dispatcher.tally().moves()).isEqualTo(new MovedSnapshot(1, 0, 0, 0, 1));
        assertThat(totals.carried().get(0).listeners().get(0).timedOut())
                .as("a hold timeout, as of any other connection")
                .isEqualTo(1);
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aConnectionThatComesBackAfterTheLastWorkerHasLeftEndsAtOnce() {
        int[] empty = {0};
        dispatcher.stop(() -> empty[0]++);
        Connection late = returned(a, null);
        assertThat(unserved).containsExactly(late);
        assertThat(empty[0]).isOne();
    }

    @Test
    void aConnectionThatIsToRebalanceGoesToTheWorkerThatJoined() throws Exception {
        serve(a, b, c);
        for (int i = 0; i < 3; i++) {
            dispatcher.offerReturned(returnedUnoffered(a, null, c.lane()));
        }
        assertThat(c.got()).hasSize(3);
        dispatcher.remove(c.lane());
        Connection orphaned = returnedUnoffered(a, null, c.lane());
        dispatcher.offerReturned(orphaned);
        assertThat(b.got()).as("its heir has left").containsExactly(orphaned);
        b.acceptsAll();
        c.acceptsAll();
        assertThat(dispatcher.tally().moves().rebalance()).isEqualTo(4);
    }

    @Test
    void withIpHashAClientThatHasToMoveGoesWhereItsNextConnectionsGo() throws Exception {
        Dispatcher byClient = dispatcher(Scheduler.ipHash(5_000));
        a.inSlot(1);
        b.inSlot(2);
        c.inSlot(3);
        byClient.add(b.lane());
        byClient.add(c.lane());
        for (int client = 1; client <= 20; client++) {
            Connection next = clients.connectFrom(client);
            byClient.offer(next);
            FakeWorker its = b.got().contains(next) ? b : c;
            Connection connection = clients.connectServed(client, given(a, null, null));
            byClient.offerReturned(connection);
            assertThat(its.got()).contains(connection);
            b.acceptsAll();
            c.acceptsAll();
        }
    }

    @Test
    void aWorkerThatGaveConnectionsBackHasFewerOpen() {
        a.withOpen(10);
        a.lane().gaveBack();
        a.lane().gaveBack();
        assertThat(a.lane().open()).isEqualTo(8);
        a.withOpen(8);
        assertThat(a.lane().open()).isEqualTo(8);
    }

    private void serve(FakeWorker... workers) {
        for (FakeWorker worker : workers) {
            dispatcher.add(worker.lane());
        }
    }

    private Connection returned(FakeWorker from, @Nullable String leftover) {
        Connection connection = returnedUnoffered(from, leftover, null);
        dispatcher.offerReturned(connection);
        return connection;
    }

    private Connection returnedUnoffered(FakeWorker from, @Nullable String leftover, @Nullable Lane heir) {
        return clients.connectServed(Connection.NO_PEER, given(from, leftover, heir));
    }

    private Connection cheaply(FakeWorker from) {
        return clients.connectCheaply(Connection.NO_PEER, given(from, null, null));
    }

    private static Return given(FakeWorker from, @Nullable String leftover, @Nullable Lane heir) {
        MoveReason reason = heir == null ? MoveReason.LEAVING : MoveReason.REBALANCE;
        return new Return(new Moved(leftover, 7, 1_000), from.lane(), reason, heir);
    }

    private static Return given(Connection connection) {
        Return given = connection.given();
        if (given == null) {
            throw new AssertionError("a new connection");
        }
        return given;
    }
}
