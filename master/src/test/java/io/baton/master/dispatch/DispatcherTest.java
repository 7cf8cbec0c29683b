package io.baton.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.OpenDescriptors;
import io.baton.master.conductor.ManualClock;
import io.baton.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(OpenDescriptors.class)
final class DispatcherTest {

    private static final long HOLD_MS = 30_000;

    private final ManualClock clock = new ManualClock();

    @RegisterExtension
    final Clients clients = new Clients(clock);

    private final FakeGate gate = new FakeGate();
    private final List<Connection> unserved = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(clock, gate, this::endUnserved, HOLD_MS);
    private final FakeWorker a = new FakeWorker("a", clock, 2);
    private final FakeWorker b = new FakeWorker("b", clock, 2);

    private int timesEmpty;

    private static final class FakeGate implements Gate {

        private boolean open = true;
        private int changes;
        private Runnable whenOpened = () -> {};

        @Override
        public void close() {
            assertThat(open).as("closed twice").isTrue();
            open = false;
            changes++;
        }

        @Override
        public void open() {
            assertThat(open).as("opened twice").isFalse();
            open = true;
            changes++;
            whenOpened.run();
        }
    }

    @Test
    void aConnectionGoesToAReadyWorkerAtOnce() throws Exception {
        dispatcher.add(a.lane());
        Connection connection = offered();
        assertThat(a.got()).containsExactly(connection);
        assertThat(dispatcher.held()).isZero();
        assertThat(clock.timers()).isZero();
        a.accepts(0);
    }

    @Test
    void theMastersCopyIsClosedWhenTheWorkerAcceptedAndNoSooner() throws Exception {
        dispatcher.add(a.lane());
        Connection connection = offered();
        assertThat(connection.socket().isOpen()).isTrue();
        assertThat(clients.seesEnd(connection)).isFalse();
        a.accepts(0);
        assertThat(connection.socket().isOpen()).isFalse();
        assertThat(clients.seesClose(connection)).isTrue();
    }

    @Test
    void connectionsWithoutAWorkerWaitAndAreGivenInOrderWhenOneBecomesReady() throws Exception {
        Connection first = offered();
        Connection second = offered();
        Connection third = offered();
        assertThat(dispatcher.held()).isEqualTo(3);
        dispatcher.add(a.lane());
        assertThat(a.got()).containsExactly(first, second);
        assertThat(dispatcher.held()).isOne();
        a.accepts(0);
        assertThat(a.got()).containsExactly(first, second, third);
        assertThat(dispatcher.held()).isZero();
        assertThat(clock.timers()).as("no connection waits, so no timer runs").isZero();
        a.accepts(1);
        a.accepts(2);
    }

    @Test
    void aNewConnectionDoesNotOvertakeOneThatWaits() throws Exception {
        dispatcher.add(a.lane());
        Connection first = offered();
        clock.advanceMs(21);
        Connection waits = offered();
        Connection comesLater = offered();
        assertThat(dispatcher.held()).isEqualTo(2);
        a.accepts(0);
        assertThat(a.got()).containsExactly(first, waits, comesLater);
        a.acceptsAll();
    }

    @Test
    void aWorkerThatDoesNotAcceptFor20MsGetsNoNewConnections() throws Exception {
        dispatcher.add(a.lane());
        dispatcher.add(b.lane());
        Connection hostage = offered();
        clock.advanceMs(21);
        Connection second = offered();
        Connection third = offered();
        Connection fourth = offered();
        assertThat(a.got()).containsExactly(hostage);
        assertThat(b.got()).containsExactly(second, third);
        b.accepts(0);
        assertThat(b.got()).containsExactly(second, third, fourth);
        a.acceptsAll();
        b.acceptsAll();
    }

    @Test
    void theThousandthWaitingConnectionClosesTheGateAndTheFirstToLeaveReopensIt() throws Exception {
        for (int i = 1; i < Dispatcher.HOLD_CAPACITY; i++) {
            dispatcher.offer(clients.connectCheaply());
        }
        assertThat(gate.open).isTrue();
        dispatcher.offer(clients.connectCheaply());
        assertThat(gate.open).isFalse();
        // The kernel had one more ready in the same round.
        dispatcher.offer(clients.connectCheaply());
        FakeWorker one = new FakeWorker("one", clock, 1);
        dispatcher.add(one.lane());
        assertThat(gate.open).as("still 1000").isFalse();
        one.accepts(0);
        assertThat(gate.open).isTrue();
        assertThat(gate.changes).isEqualTo(2);
        assertThat(dispatcher.held()).isEqualTo(Dispatcher.HOLD_CAPACITY - 1);
        one.accepts(1);
        dispatcher.endHeld();
        one.acceptsAll();
    }

    @Test
    void theGateReopensWhenWaitingConnectionsExpire() {
        for (int i = 0; i < Dispatcher.HOLD_CAPACITY; i++) {
            dispatcher.offer(clients.connectCheaply());
        }
        assertThat(gate.open).isFalse();
        clock.advanceMs(HOLD_MS + 1);
        assertThat(gate.open).isTrue();
        assertThat(unserved).hasSize(Dispatcher.HOLD_CAPACITY);
    }

    @Test
    void connectionsThatAllWorkersRefusedCountForTheGate() throws Exception {
        FakeWorker refuser = new FakeWorker("refuser", clock, 1);
        refuser.answersAtOnce(seq -> refuser.refuses(seq));
        dispatcher.add(refuser.lane());
        for (int i = 0; i < Dispatcher.HOLD_CAPACITY; i++) {
            dispatcher.offer(clients.connectCheaply());
        }
        assertThat(dispatcher.held()).isEqualTo(Dispatcher.HOLD_CAPACITY);
        assertThat(gate.open).isFalse();
        dispatcher.endHeld();
        assertThat(gate.open).isTrue();
    }

    @Test
    void aGateThatAcceptsWhileItOpensIsClosedAgain() {
        for (int i = 0; i < Dispatcher.HOLD_CAPACITY; i++) {
            dispatcher.offer(clients.connectCheaply());
        }
        gate.whenOpened = () -> dispatcher.offer(clients.connectCheaply());
        FakeWorker one = new FakeWorker("one", clock, 1);
        dispatcher.add(one.lane());
        assertThat(gate.open).isFalse();
        assertThat(dispatcher.held()).isEqualTo(Dispatcher.HOLD_CAPACITY);
        gate.whenOpened = () -> {};
        dispatcher.endHeld();
        redispatch(one);
        dispatcher.endHeld();
    }

    @Test
    void exactlyTheConnectionsThatWaitedTooLongEndUnserved() throws Exception {
        Connection old = offered();
        clock.advanceMs(10_000);
        Connection younger = offered();
        clock.advanceMs(HOLD_MS - 10_000 - 1);
        assertThat(unserved).as("1 ms too early").isEmpty();
        clock.advanceMs(2);
        assertThat(unserved).containsExactly(old);
        assertThat(dispatcher.held()).isOne();
        clock.advanceMs(9_998);
        assertThat(unserved).containsExactly(old);
        clock.advanceMs(2);
        assertThat(unserved).containsExactly(old, younger);
        assertThat(dispatcher.held()).isZero();
        assertThat(clock.timers()).isZero();
        assertThat(clients.seesClose(old)).isTrue();
        assertThat(clients.seesClose(younger)).isTrue();
    }

    @Test
    void aConnectionThatCameBackFromADeadWorkerExpiresByItsOwnAge() throws Exception {
        dispatcher.add(a.lane());
        Connection old = offered();
        clock.advanceMs(20_000);
        Connection young = offered();
        redispatch(a);
        assertThat(dispatcher.held()).isEqualTo(2);
        clock.advanceMs(10_001);
        assertThat(unserved).containsExactly(old);
        clock.advanceMs(20_000);
        assertThat(unserved).containsExactly(old, young);
    }

    @Test
    void connectionsThatADeadWorkerNeverAcceptedGoToOthersBeforeAllThatWait() throws Exception {
        dispatcher.add(a.lane());
        Connection first = offered();
        Connection second = offered();
        Connection third = offered();
        Connection fourth = offered();
        assertThat(redispatch(a)).isEqualTo(2);
        assertThat(dispatcher.held()).isEqualTo(4);
        FakeWorker big = new FakeWorker("big", clock, 16);
        dispatcher.add(big.lane());
        assertThat(big.got()).containsExactly(first, second, third, fourth);
        assertThat(a.got()).as("a dead worker gets nothing").hasSize(2);
        big.acceptsAll();
    }

    @Test
    void aRedispatchedConnectionKeepsItsDescriptorAndWhatItsClientSent() throws Exception {
        dispatcher.add(a.lane());
        dispatcher.add(b.lane());
        Connection connection = offered();
        clients.sends(connection, "GET / HTTP/1.1\r\n\r\n");
        redispatch(a);
        assertThat(b.got()).containsExactly(connection);
        assertThat(connection.socket().isOpen()).isTrue();
        assertThat(clients.seesEnd(connection)).isFalse();
        b.accepts(0);
        assertThat(clients.seesClose(connection)).isTrue();
    }

    @Test
    void aWorkerThatLeavesKeepsTheConnectionsThatAreOnTheirWayToIt() throws Exception {
        dispatcher.add(a.lane());
        dispatcher.add(b.lane());
        Connection onItsWay = offered();
        dispatcher.remove(a.lane());
        Connection next = offered();
        Connection another = offered();
        assertThat(a.got()).containsExactly(onItsWay);
        assertThat(b.got()).containsExactly(next, another);
        a.accepts(0);
        assertThat(onItsWay.socket().isOpen()).isFalse();
        b.acceptsAll();
    }

    @Test
    void aDeadWorkerWithoutUnacceptedConnectionsChangesNothing() throws Exception {
        dispatcher.add(a.lane());
        Connection connection = offered();
        a.accepts(0);
        assertThat(redispatch(a)).isZero();
        assertThat(connection.socket().isOpen()).isFalse();
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aRefusedConnectionGoesToAnotherWorker() throws Exception {
        dispatcher.add(a.lane());
        dispatcher.add(b.lane());
        Connection connection = offered();
        a.refuses(0);
        assertThat(b.got()).containsExactly(connection);
        assertThat(a.lane().onTheirWay()).isZero();
        assertThat(connection.socket().isOpen()).isTrue();
        b.accepts(0);
    }

    @Test
    void aConnectionThatAllWorkersRefusedIsOfferedAgainAfter100Ms() throws Exception {
        dispatcher.add(a.lane());
        dispatcher.add(b.lane());
        Connection connection = offered();
        a.refuses(0);
        b.refuses(0);
        assertThat(dispatcher.held()).isOne();
        clock.advanceMs(99);
        assertThat(a.got()).hasSize(1);
        clock.advanceMs(1);
        assertThat(a.got()).containsExactly(connection, connection);
        assertThat(dispatcher.held()).isZero();
        a.accepts(1);
    }

    @Test
    void aConnectionThatIsRefusedForEverEndsUnservedAfterTheHoldTimeout() {
        a.answersAtOnce(seq -> a.refuses(seq));
        dispatcher.add(a.lane());
        Connection connection = offered();
        clock.advanceMs(HOLD_MS - 1);
        assertThat(unserved).isEmpty();
        assertThat(a.got()).as("once each 100 ms").hasSize(300);
        clock.advanceMs(101);
        assertThat(unserved).containsExactly(connection);
        assertThat(clock.timers()).isZero();
    }

    @Test
    void manyRefusedConnectionsAreRetriedTogether() throws Exception {
        a.answersAtOnce(seq -> a.refuses(seq));
        dispatcher.add(a.lane());
        for (int i = 0; i < 50; i++) {
            offered();
            clock.advanceMs(1);
        }
        clock.advanceMs(950);
        assertThat(a.got().size()).as("offers of 50 connections in a second").isLessThanOrEqualTo(550);
        dispatcher.endHeld();
    }

    @Test
    void aRefusedConnectionThatOnlyAStoppedWorkerCouldTakeDelaysNoOther() throws Exception {
        dispatcher.add(a.lane());
        dispatcher.add(b.lane());
        Connection hostageOfA = offered();
        clock.advanceMs(21);
        Connection refused = offered();
        b.refuses(0);
        assertThat(dispatcher.held()).isOne();
        Connection next = offered();
        assertThat(b.got()).containsExactly(refused, next);
        clock.advanceMs(1);
        b.accepts(1);
        clock.advanceMs(99);
        assertThat(b.got()).as("a worker that refused it may take it later").containsExactly(refused, next, refused);
        assertThat(a.got()).containsExactly(hostageOfA);
        a.acceptsAll();
        b.acceptsAll();
    }

    @Test
    void aRefusedConnectionWhoseSecondWorkerDiesDelaysNoOther() throws Exception {
        dispatcher.add(a.lane());
        dispatcher.add(b.lane());
        Connection refused = offered();
        a.refuses(0);
        redispatch(b);
        Connection next = offered();
        assertThat(a.got()).containsExactly(refused, next);
        a.accepts(1);
        clock.advanceMs(100);
        assertThat(a.got()).containsExactly(refused, next, refused);
        a.accepts(2);
    }

    @Test
    void anAnswerForAConnectionThatIsNotOnItsWayIsTheWorkersFault() throws Exception {
        dispatcher.add(a.lane());
        Connection connection = offered();
        assertThatThrownBy(() -> a.accepts(1)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> a.refuses(1)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> b.accepts(0)).isInstanceOf(ProtocolException.class);
        assertThat(connection.socket().isOpen()).isTrue();
        a.accepts(0);
    }

    @Test
    void aWorkerThatAcceptsAtOnceGetsEachWaitingConnectionOnce() {
        List<Connection> all = List.of(offered(), offered(), offered(), offered(), offered());
        a.answersAtOnce(seq -> a.accepts(seq));
        dispatcher.add(a.lane());
        assertThat(a.got()).containsExactlyElementsOf(all);
        assertThat(all).noneMatch(connection -> connection.socket().isOpen());
        assertThat(dispatcher.held()).isZero();
    }

    @Test
    void aWorkerThatDiesAtOnceLosesNoConnectionAndDoublesNone() throws Exception {
        Connection first = offered();
        Connection second = offered();
        Connection third = offered();
        a.answersAtOnce(seq -> redispatch(a));
        b.answersAtOnce(seq -> b.accepts(seq));
        dispatcher.add(a.lane());
        assertThat(dispatcher.held()).isEqualTo(3);
        dispatcher.add(b.lane());
        assertThat(b.got()).containsExactly(first, second, third);
    }

    @Test
    void workersThatRefuseAtOnceAreEachAskedOnce() throws Exception {
        a.answersAtOnce(seq -> a.refuses(seq));
        b.answersAtOnce(seq -> b.refuses(seq));
        Connection first = offered();
        Connection second = offered();
        dispatcher.add(a.lane());
        assertThat(a.got()).containsExactly(first, second);
        dispatcher.add(b.lane());
        clock.advanceMs(100);
        assertThat(a.got()).hasSize(4);
        assertThat(b.got()).containsExactlyInAnyOrder(first, second);
        assertThat(dispatcher.held()).isEqualTo(2);
        dispatcher.endHeld();
    }

    @Test
    void aStopWithoutWaitingConnectionsIsDoneAtOnceAndOnce() throws Exception {
        dispatcher.add(a.lane());
        offered();
        stop();
        assertThat(timesEmpty).isOne();
        a.accepts(0);
        dispatcher.remove(a.lane());
        assertThat(timesEmpty).isOne();
    }

    @Test
    void aStopLetsAWorkerTakeTheConnectionsThatWait() throws Exception {
        dispatcher.add(a.lane());
        offered();
        offered();
        Connection waits = offered();
        stop();
        assertThat(timesEmpty).isZero();
        a.accepts(0);
        assertThat(a.got()).contains(waits);
        assertThat(timesEmpty).isOne();
        assertThat(unserved).isEmpty();
        a.acceptsAll();
    }

    @Test
    void aStopWithoutAWorkerEndsTheConnectionsThatWait() {
        Connection first = offered();
        Connection second = offered();
        stop();
        assertThat(unserved).containsExactly(first, second);
        assertThat(timesEmpty).isOne();
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aStopEndsTheConnectionsThatWaitWhenTheLastWorkerDies() throws Exception {
        dispatcher.add(a.lane());
        Connection first = offered();
        Connection second = offered();
        Connection third = offered();
        stop();
        redispatch(a);
        assertThat(unserved).containsExactlyInAnyOrder(first, second, third);
        assertThat(timesEmpty).isOne();
    }

    @Test
    void aStopWaitsForConnectionsThatAllWorkersRefused() throws Exception {
        dispatcher.add(a.lane());
        Connection connection = offered();
        a.refuses(0);
        stop();
        assertThat(timesEmpty).isZero();
        clock.advanceMs(100);
        assertThat(a.got()).containsExactly(connection, connection);
        assertThat(timesEmpty).isOne();
        a.acceptsAll();
    }

    @Test
    void connectionsThatADrainingWorkerGivesBackAfterAStopEndUnserved() throws Exception {
        dispatcher.add(a.lane());
        Connection refused = offered();
        Connection unaccepted = offered();
        stop();
        dispatcher.remove(a.lane());
        assertThat(unserved).isEmpty();
        a.refuses(0);
        assertThat(unserved).containsExactly(refused);
        redispatch(a);
        assertThat(unserved).containsExactly(refused, unaccepted);
        assertThat(timesEmpty).isOne();
    }

    @Test
    void aStopThatTakesTooLongEndsTheConnectionsThatWait() throws Exception {
        dispatcher.add(a.lane());
        Connection held = offered();
        offered();
        Connection waits = offered();
        a.refuses(0);
        assertThat(a.got()).endsWith(waits);
        stop();
        assertThat(timesEmpty).isZero();
        dispatcher.endHeld();
        assertThat(unserved).containsExactly(held);
        assertThat(timesEmpty).isOne();
        a.acceptsAll();
    }

    @Test
    void twoListenersThatWaitForOneWorkerTakeTurns() throws Exception {
        Dispatcher other = new Dispatcher(clock, gate, this::endUnserved, HOLD_MS);
        FakeWorker narrow = new FakeWorker("narrow", clock, 1);
        dispatcher.add(narrow.lane());
        other.add(narrow.lane());
        List<Connection> ours = List.of(offered(), offered(), offered());
        List<Connection> theirs = List.of(clients.connect(), clients.connect());
        theirs.forEach(other::offer);
        for (int seq = 0; seq < 5; seq++) {
            narrow.accepts(seq);
        }
        assertThat(narrow.got()).containsExactly(ours.get(0), ours.get(1), theirs.get(0), ours.get(2), theirs.get(1));
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aListenerThatNoLongerWaitsOrWasTakenFromAWorkerIsNotAsked() throws Exception {
        Dispatcher other = new Dispatcher(clock, gate, this::endUnserved, HOLD_MS);
        FakeWorker narrow = new FakeWorker("narrow", clock, 1);
        other.add(narrow.lane());
        other.offer(clients.connect());
        other.add(a.lane());
        Connection waits = clients.connect();
        a.answersAtOnce(seq -> {});
        other.offer(waits);
        other.remove(narrow.lane());
        narrow.accepts(0);
        assertThat(narrow.got()).hasSize(1);
        assertThat(a.got()).containsExactly(waits);
        a.acceptsAll();
    }

    private int redispatch(FakeWorker dead) {
        dispatcher.remove(dead.lane());
        return dead.lane().giveBack();
    }

    private Connection offered() {
        Connection connection = clients.connect();
        dispatcher.offer(connection);
        return connection;
    }

    private void stop() {
        dispatcher.stop(() -> timesEmpty++);
    }

    private void endUnserved(Connection connection) {
        assertThat(connection.socket().isOpen()).as("ended once").isTrue();
        unserved.add(connection);
        connection.close();
    }
}
