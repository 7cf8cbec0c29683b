package io.baton.master.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.ListenConfig;
import io.baton.master.dispatch.FakeWorker;
import io.baton.master.dispatch.Lane;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which endpoint is open for how long and for which workers; {@link ListenersIT} does the same with sockets. */
final class ListenersTest {

    private static final long HOLD_MS = 30_000;
    private static final long LINGER_MS = 1_000;

    private final ManualClock clock = new ManualClock();
    private final FakeEndpoints endpoints = new FakeEndpoints();
    private final Listeners listeners = endpoints.listeners(clock, HOLD_MS);
    private final Asker a = new Asker();
    private final Asker b = new Asker();

    @Test
    void workersThatAskForTheSameAddressShareASocket() {
        a.asks(3000);
        b.asks(3000);
        assertThat(endpoints.only().takers()).isEmpty();
        listeners.admit(a);
        listeners.admit(b);
        assertThat(endpoints.only().takers()).containsExactly(a, b);
    }

    @Test
    void anAdmittedWorkerThatAsksGetsConnectionsAtOnce() {
        listeners.admit(a);
        a.asks(3000);
        assertThat(endpoints.only().takers()).containsExactly(a);
    }

    @Test
    void aWorkerThatAsksTwiceForTheSameAddressIsRefused() {
        a.asks(3000);
        a.asks(3000);
        assertThat(a.errno).isEqualTo(Errno.EADDRINUSE);
    }

    @Test
    void aWorkerMayGiveConnectionsBackWhileAnotherTakesThem() {
        listeners.admit(a);
        assertThat(listeners.othersTake(a)).isFalse();
        listeners.admit(b);
        assertThat(listeners.othersTake(a)).isTrue();
        listeners.dismiss(a);
        assertThat(listeners.othersTake(a)).isTrue();
        listeners.stop(() -> {});
        assertThat(listeners.othersTake(a)).isFalse();
    }

    @Test
    void theErrorOfTheKernelIsTheWorkersError() {
        endpoints.refuse(Errno.EADDRNOTAVAIL);
        a.asks(3000);
        assertThat(a.errno).isEqualTo(Errno.EADDRNOTAVAIL);
        assertThat(endpoints.opened()).isEmpty();
    }

    @Test
    void aSocketWhoseOnlyWorkerCouldNotBeAnsweredIsClosed() {
        endpoints.lackDescriptors();
        a.asks(3000);
        assertThat(a.errno).isEqualTo(Errno.EMFILE);
        assertThat(endpoints.only().isClosed()).isTrue();
    }

    @Test
    void aWorkerThatLeavesIsNotAnswered() {
        listeners.dismiss(a);
        a.asks(3000);
        assertThat(a.answers).isZero();
    }

    @Test
    void aPortIsClosedASecondAfterItsLastWorkerClosedIt() {
        a.asks(3000);
        b.asks(3000);
        a.closes(3000);
        clock.advanceMs(LINGER_MS);
        assertThat(endpoints.only().isClosed()).isFalse();
        b.closes(3000);
        clock.advanceMs(LINGER_MS - 1);
        assertThat(endpoints.only().isClosed()).isFalse();
        clock.advanceMs(1);
        assertThat(endpoints.only().isClosed()).isTrue();
        assertThat(a.servesNothing).isOne();
        assertThat(b.servesNothing).isOne();
    }

    /** As programs of Node's leave: they close what they serve, and say a moment later why. */
    @Test
    void aPortStaysOpenIfItsLastWorkerClosesItInOrderToLeave() {
        a.asks(3000);
        listeners.admit(a);
        a.closes(3000);
        listeners.dismiss(a);
        clock.advanceMs(LINGER_MS);
        assertThat(endpoints.only().isClosed()).isFalse();
        listeners.admit(b);
        b.asks(3000);
        assertThat(endpoints.only().takers()).containsExactly(b);
    }

    @Test
    void aWorkerThatListensAgainAndClosesAgainHasTheWholeSecondAgain() {
        a.asks(3000);
        a.closes(3000);
        clock.advanceMs(100);
        a.asks(3000);
        clock.advanceMs(850);
        a.closes(3000);
        clock.advanceMs(LINGER_MS - 1);
        assertThat(a.servesNothing).isZero();
        assertThat(endpoints.only().isClosed()).isFalse();
        clock.advanceMs(1);
        assertThat(endpoints.only().isClosed()).isTrue();
        assertThat(a.servesNothing).isOne();
    }

    @Test
    void aWorkerThatClosesOneOfTwoPortsServesTheOther() {
        a.asks(3000);
        a.asks(4000);
        a.closes(3000);
        clock.advanceMs(LINGER_MS);
        assertThat(a.servesNothing).isZero();
        assertThat(endpoints.opened().get(0).isClosed()).isTrue();
        assertThat(endpoints.opened().get(1).isClosed()).isFalse();
    }

    @Test
    void aPortStaysOpenForTheSuccessorOfADeadWorkerThoughTheOtherWorkerClosesIt() {
        a.asks(3000);
        b.asks(3000);
        dies(a);
        b.closes(3000);
        clock.advanceMs(LINGER_MS);
        assertThat(endpoints.only().isClosed()).isFalse();
    }

    @Test
    void aPortThatNoReadyWorkerAsksForIsClosedAfterTheHoldTimeout() {
        a.asks(3000);
        dies(a);
        listeners.allReady();
        clock.advanceMs(HOLD_MS - 1);
        assertThat(endpoints.only().isClosed()).isFalse();
        clock.advanceMs(1);
        assertThat(endpoints.only().isClosed()).isTrue();
    }

    @Test
    void aPortThatASuccessorAskedForStaysOpen() {
        a.asks(3000);
        dies(a);
        listeners.allReady();
        b.asks(3000);
        clock.advanceMs(HOLD_MS);
        assertThat(endpoints.only().isClosed()).isFalse();
    }

    @Test
    void theOperatorsPortStaysOpenThoughEveryWorkerClosesIt() throws Exception {
        listeners.open(List.of(FakeSockets.of(new ListenConfig("http", "127.0.0.1", 3000))));
        a.asks(3000);
        a.closes(3000);
        listeners.allReady();
        clock.advanceMs(10 * HOLD_MS);
        assertThat(endpoints.only().isClosed()).isFalse();
        listeners.stop(() -> {});
        assertThat(endpoints.only().isClosed()).isTrue();
    }

    @Test
    void aStopOpensNoSocketAndEndsOnce() {
        int[] ended = {0};
        a.asks(3000);
        listeners.stop(() -> ended[0]++);
        assertThat(ended[0]).isOne();
        b.asks(4000);
        assertThat(b.answers).isZero();
        assertThat(endpoints.only().isClosed()).isTrue();
    }

    private void dies(Asker worker) {
        listeners.dismiss(worker);
        listeners.dead(worker);
    }

    private static ListenRequest request(int port) {
        return new ListenRequest(ListenAddress.tcp("127.0.0.1", port), 0, -1, 0, 0, null);
    }

    /** Counts what it is answered. */
    private final class Asker implements Peer {

        private final Lane lane = new FakeWorker("asker", clock, 16).lane();

        private int answers;
        private int errno;
        private int servesNothing;

        void asks(int port) {
            listeners.asked(this, new Message.QueryServer(0, request(port)));
        }

        void closes(int port) {
            listeners.closed(this, request(port).key());
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data) {
            answers++;
        }

        @Override
        public void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket) {
            throw new AssertionError("a socket");
        }

        @Override
        public void refuse(Message.QueryServer query, String key, int number) {
            answers++;
            errno = number;
        }

        @Override
        public void servesNothing() {
            servesNothing++;
        }
    }
}
