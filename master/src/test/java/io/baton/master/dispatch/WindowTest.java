package io.baton.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Fd;
import org.junit.jupiter.api.Test;

final class WindowTest {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");

    private int connections;

    @Test
    void anEmptyWindowHasRoomAndIsNotOld() {
        Window window = new Window(1);
        assertThat(window.isEmpty()).isTrue();
        assertThat(window.hasRoom()).isTrue();
        assertThat(window.size()).isZero();
        assertThat(window.oldestAgeNanos(4711)).isZero();
        assertThat(window.removeAll()).isEmpty();
    }

    @Test
    void hasRoomForExactlyAsManyAsItWasMadeFor() {
        Window window = new Window(16);
        for (int seq = 0; seq < 16; seq++) {
            assertThat(window.hasRoom()).as("after " + seq).isTrue();
            window.add(seq, connection(), 0);
        }
        assertThat(window.hasRoom()).isFalse();
        assertThat(window.size()).isEqualTo(16);
        Connection oneMore = connection();
        assertThatThrownBy(() -> window.add(16, oneMore, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("window is full: 16");
    }

    @Test
    void theWindowOfAPlainNodeWorkerIsFullWithOneConnection() throws Exception {
        Window window = new Window(1);
        Connection first = connection();
        window.add(0, first, 0);
        assertThat(window.hasRoom()).isFalse();
        assertThat(window.remove(0)).isSameAs(first);
        assertThat(window.hasRoom()).isTrue();
    }

    @Test
    void goesRoundTheRingInOrder() throws Exception {
        Window window = new Window(3);
        Connection previous = connection();
        window.add(100, previous, 100);
        for (int seq = 101; seq < 120; seq++) {
            Connection next = connection();
            window.add(seq, next, seq);
            assertThat(window.oldestAgeNanos(1000)).isEqualTo(1000 - (seq - 1));
            assertThat(window.remove(seq - 1)).isSameAs(previous);
            assertThat(window.size()).isOne();
            previous = next;
        }
        assertThat(window.removeAll()).containsExactly(previous);
    }

    @Test
    void anAcceptOutOfOrderLeavesTheOthersInOrder() throws Exception {
        // At every turn of the ring.
        for (int turn = 0; turn < 4; turn++) {
            Window window = new Window(4);
            for (int seq = 0; seq < turn; seq++) {
                window.add(seq, connection(), 0);
                window.remove(seq);
            }
            Connection a = connection();
            Connection b = connection();
            Connection c = connection();
            Connection d = connection();
            window.add(10, a, 10);
            window.add(11, b, 11);
            window.add(12, c, 12);
            window.add(13, d, 13);

            assertThat(window.remove(12)).isSameAs(c);
            assertThat(window.oldestAgeNanos(100)).isEqualTo(90);
            assertThat(window.hasRoom()).isTrue();
            Connection e = connection();
            window.add(14, e, 14);
            assertThat(window.hasRoom()).isFalse();
            assertThat(window.remove(14)).isSameAs(e);
            assertThat(window.remove(10)).isSameAs(a);
            assertThat(window.oldestAgeNanos(100)).isEqualTo(89);
            assertThat(window.removeAll()).containsExactly(b, d);
        }
    }

    @Test
    void removeAllGivesTheOldestFirstAndLeavesAnEmptyWindow() throws Exception {
        Window window = new Window(3);
        window.add(0, connection(), 0);
        window.add(1, connection(), 0);
        window.remove(0);
        window.remove(1);
        Connection a = connection();
        Connection b = connection();
        Connection c = connection();
        window.add(2, a, 0);
        window.add(3, b, 0);
        window.add(4, c, 0);
        assertThat(window.removeAll()).containsExactly(a, b, c);
        assertThat(window.isEmpty()).isTrue();
        assertThat(window.hasRoom()).isTrue();
        assertThatThrownBy(() -> window.remove(3)).isInstanceOf(ProtocolException.class);
        window.add(5, b, 7);
        assertThat(window.remove(5)).isSameAs(b);
    }

    @Test
    void isAsOldAsTheOldestStillOnItsWay() throws Exception {
        Window window = new Window(2);
        window.add(0, connection(), 1_000);
        window.add(1, connection(), 3_000);
        assertThat(window.oldestAgeNanos(10_000)).isEqualTo(9_000);
        window.remove(0);
        assertThat(window.oldestAgeNanos(10_000)).isEqualTo(7_000);
        window.remove(1);
        assertThat(window.oldestAgeNanos(10_000)).isZero();
    }

    @Test
    void anAckWithoutAConnectionOnItsWayIsOfNoConnection() throws Exception {
        Window window = new Window(2);
        assertThat(window.acknowledge()).isEqualTo(Window.NONE);
        window.add(0, connection(), 0);
        window.add(1, connection(), 0);
        assertThat(window.acknowledge()).isZero();
        window.remove(0);
        window.remove(1);
        assertThat(window.acknowledge()).isEqualTo(Window.NONE);
    }

    @Test
    void anAcceptOfAConnectionThatWasNeverSentIsTheWorkersFaultAndChangesNothing() throws Exception {
        Window window = new Window(2);
        Connection only = connection();
        window.add(7, only, 0);
        assertThatThrownBy(() -> window.remove(8))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("accepted: ack 8 (expected: one of 1 connections on their way)");
        assertThat(window.remove(7)).isSameAs(only);
    }

    @Test
    void aSecondAcceptOfTheSameConnectionIsTheWorkersFault() throws Exception {
        Window window = new Window(2);
        window.add(7, connection(), 0);
        window.add(8, connection(), 0);
        window.remove(7);
        assertThatThrownBy(() -> window.remove(7)).isInstanceOf(ProtocolException.class);
        assertThat(window.size()).isOne();
    }

    @Test
    void onlyAConnectionThatCameAsAMessageIsTheWorkersOnceItIsAcknowledged() throws Exception {
        Window window = new Window(2);
        window.add(7, connection(), 0);
        window.add(8, new Connection(Fd.own(1 << 30), ListenKey.sticky("null:3000:4:undefined:0"), 0), 0);
        assertThat(window.isTakenWhenReceived(window.acknowledge())).isFalse();
        long second = window.acknowledge();
        assertThat(window.isTakenWhenReceived(second)).isTrue();
        window.remove(second);
        assertThat(window.isTakenWhenReceived(second)).isFalse();
    }

    /** With a number that is never used and so never closed. */
    private Connection connection() {
        return new Connection(Fd.own(Integer.MAX_VALUE - connections++), KEY, 0);
    }
}
