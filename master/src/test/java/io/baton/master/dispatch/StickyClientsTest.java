package io.baton.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.OpenDescriptors;
import io.baton.master.conductor.ManualClock;
import io.baton.master.totals.ListenerTotals;
import io.baton.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Under ip-hash a client's connections wait for the client's own worker, and for no other one. */
@ExtendWith(OpenDescriptors.class)
final class StickyClientsTest {

    private static final long HOLD_MS = 30_000;
    private static final long PATIENCE_MS = 5_000;

    private final ManualClock clock = new ManualClock();

    @RegisterExtension
    final Clients clients = new Clients(clock);

    private final List<Connection> unserved = new ArrayList<>();
    private final FakeGate gate = new FakeGate();
    private final Dispatcher dispatcher = new Dispatcher(
            clock,
            gate,
            new DispatchTally(new ListenerTotals(), this::endUnserved),
            HOLD_MS,
            Scheduler.ipHash(PATIENCE_MS),
            Dispatcher.HOLD_CAPACITY);

    /** One connection at a time, as plain Node. */
    private final FakeWorker a = new FakeWorker("a", clock, 1).inSlot(1);

    private final FakeWorker b = new FakeWorker("b", clock, 1).inSlot(2);

    private int hostOfA;
    private int hostOfB;

    private static final class FakeGate implements Gate {

        private boolean open = true;

        @Override
        public void close() {
            open = false;
        }

        @Override
        public void open() {
            open = true;
        }
    }

    @BeforeEach
    void findWhoseClientsAre() {
        dispatcher.add(a.lane());
        dispatcher.add(b.lane());
        Roster both = new Roster();
        both.add(a.lane());
        both.add(b.lane());
        for (int host = 1; hostOfA == 0 || hostOfB == 0; host++) {
            Connection probe = clients.connectCheaply(host);
            if (Scheduler.ipHash(PATIENCE_MS).pick(both, probe, clock.nanoTime()) == 0) {
                hostOfA = host;
            } else {
                hostOfB = host;
            }
            probe.close();
        }
    }

    @Test
    void connectionsOfOneClientAtOnceAllComeToItsWorkerInOrder() throws Exception {
        List<Connection> all = List.of(offered(hostOfA), offered(hostOfA), offered(hostOfA), offered(hostOfA));
        assertThat(dispatcher.held()).isEqualTo(3);
        for (int i = 0; i < all.size(); i++) {
            acceptAll();
        }
        assertThat(a.got()).containsExactlyElementsOf(all);
        assertThat(b.got()).isEmpty();
        assertThat(dispatcher.held()).isZero();
        assertThat(clock.timers()).as("no connection waits, so no timer runs").isZero();
    }

    @Test
    void aPauseOfOneWorkerDelaysItsOwnClientsOnly() throws Exception {
        Connection hostage = offered(hostOfA);
        clock.advanceMs(500);
        Connection waits = offered(hostOfA);
        List<Connection> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(offered(hostOfB));
            b.accepts(i);
        }
        assertThat(b.got()).containsExactlyElementsOf(others);
        assertThat(a.got()).containsExactly(hostage);
        a.accepts(0);
        assertThat(a.got()).containsExactly(hostage, waits);
        acceptAll();
    }

    @Test
    void roomOfAWorkerGoesToItsOwnClientThoughOthersCameFirst() throws Exception {
        offered(hostOfA);
        offered(hostOfB);
        Connection firstOfA = offered(hostOfA);
        Connection firstOfB = offered(hostOfB);
        Connection secondOfA = offered(hostOfA);
        Connection secondOfB = offered(hostOfB);
        b.accepts(0);
        b.accepts(1);
        b.accepts(2);
        assertThat(b.got()).endsWith(firstOfB, secondOfB);
        acceptAll();
        acceptAll();
        assertThat(a.got()).endsWith(firstOfA, secondOfA);
        acceptAll();
    }

    @Test
    void aWorkerThatAcceptsNothingForTheHangLimitLosesItsClientsToOthers() throws Exception {
        Connection hostage = offered(hostOfA);
        clock.advanceMs(100);
        Connection waits = offered(hostOfA);
        clock.advanceMs(PATIENCE_MS - 100);
        assertThat(b.got()).isEmpty();
        clock.advanceMs(1);
        assertThat(b.got()).containsExactly(waits);
        b.accepts(0);
        assertThat(clock.timers()).isZero();
        Connection next = offered(hostOfA);
        assertThat(b.got()).as("at once now").containsExactly(waits, next);
        acceptAll();
        Connection later = offered(hostOfA);
        assertThat(a.got()).as("it has come back").containsExactly(hostage, later);
        acceptAll();
    }

    /** The hostage of a worker that hangs again and again is another one each time. */
    @Test
    void aWorkerThatIsOnlySlowKeepsItsClients() throws Exception {
        List<Connection> all = List.of(offered(hostOfA), offered(hostOfA), offered(hostOfA));
        for (int seq = 0; seq < all.size(); seq++) {
            clock.advanceMs(PATIENCE_MS - 1);
            a.accepts(seq);
        }
        assertThat(a.got()).containsExactlyElementsOf(all);
        assertThat(b.got()).isEmpty();
        assertThat(clock.timers()).isZero();
    }

    @Test
    void connectionsThatWaitForAWorkerGoToAnotherWhenItDies() throws Exception {
        Connection unaccepted = offered(hostOfA);
        Connection waits = offered(hostOfA);
        dispatcher.remove(a.lane());
        assertThat(b.got()).containsExactly(waits);
        a.lane().giveBack();
        b.accepts(0);
        assertThat(b.got()).containsExactly(waits, unaccepted);
        acceptAll();
    }

    @Test
    void connectionsThatWaitForAWorkerThatLeavesGoToItsSuccessor() throws Exception {
        offered(hostOfA);
        Connection waits = offered(hostOfA);
        FakeWorker successor = new FakeWorker("successor of a", clock, 1).inSlot(1);
        dispatcher.add(successor.lane());
        dispatcher.remove(a.lane());
        assertThat(successor.got()).containsExactly(waits);
        assertThat(b.got()).isEmpty();
        successor.accepts(0);
        acceptAll();
    }

    @Test
    void aRefusalGoesToAnotherWorkerAtOnce() throws Exception {
        Connection refused = offered(hostOfA);
        Connection waits = offered(hostOfA);
        a.refuses(0);
        assertThat(b.got()).containsExactly(refused);
        assertThat(a.got()).containsExactly(refused, waits);
        acceptAll();
    }

    @Test
    void connectionsThatWaitForOneWorkerCountForTheGateAndEndAfterTheHoldTimeout() throws Exception {
        offered(hostOfA);
        for (int i = 0; i < Dispatcher.HOLD_CAPACITY; i++) {
            dispatcher.offer(clients.connectCheaply(hostOfA));
        }
        assertThat(gate.open).isFalse();
        assertThat(dispatcher.held()).isEqualTo(Dispatcher.HOLD_CAPACITY);
        clock.advanceMs(PATIENCE_MS + 1);
        assertThat(gate.open).as("one went to the other worker").isTrue();
        clock.advanceMs(HOLD_MS);
        assertThat(unserved).hasSize(Dispatcher.HOLD_CAPACITY - 1);
        assertThat(dispatcher.held()).isZero();
        assertThat(clock.timers()).isZero();
        acceptAll();
    }

    @Test
    void aStopWaitsForTheWorkerThatAClientWaitsFor() throws Exception {
        List<String> empty = new ArrayList<>();
        offered(hostOfA);
        Connection waits = offered(hostOfA);
        dispatcher.stop(() -> empty.add("empty"));
        assertThat(empty).isEmpty();
        a.accepts(0);
        assertThat(a.got()).endsWith(waits);
        assertThat(empty).hasSize(1);
        acceptAll();
    }

    private Connection offered(int host) {
        Connection connection = clients.connectFrom(host);
        dispatcher.offer(connection);
        return connection;
    }

    /** Accepts what is on its way now. */
    private void acceptAll() throws ProtocolException {
        boolean ofA = a.lane().onTheirWay() > 0;
        boolean ofB = b.lane().onTheirWay() > 0;
        if (ofA) {
            a.accepts(a.lastSeq());
        }
        if (ofB) {
            b.accepts(b.lastSeq());
        }
    }

    private void endUnserved(Connection connection) {
        unserved.add(connection);
        connection.close();
    }
}
