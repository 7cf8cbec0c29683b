package io.baton.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Bytes memory = new Bytes(1024);
    private final FakePrimary primary = new FakePrimary();
    private final FakeSockets sockets = new FakeSockets();
    private final Connections connections = new Connections(primary, sockets, true);

    @AfterEach
    void noCopyIsLeftOpen() {
        assertEquals(0, sockets.copies);
    }

    private void opened(int... fds) {
        for (int fd : fds) {
            connections.opened(fd, "key", 7, 0);
        }
    }

    private void reads(int fd, String text) {
        assertTrue(connections.mayRead(fd));
        byte[] bytes = Bytes.of(text);
        connections.hasRead(fd, memory.put(bytes, 0, bytes.length), bytes.length);
    }

    private void writes(int fd, String text) {
        assertTrue(connections.mayWrite(fd));
        byte[] bytes = Bytes.of(text);
        connections.hasWritten(fd, memory.put(bytes, 0, bytes.length), bytes.length);
    }

    private void serves(int fd) {
        reads(fd, GET);
        writes(fd, OK);
    }

    @Test
    void idleConnectionsGoAtOnceAndOthersWithTheLastByteOfTheirAnswer() {
        opened(5, 6, 7);
        serves(5);
        reads(6, GET);
        connections.leave(true);
        assertEquals(List.of("key 1005 8", "key 1007 7"), primary.given);
        assertEquals(1, connections.counts().open());
        writes(6, OK.substring(0, 5));
        assertEquals(2, primary.given.size());
        writes(6, OK.substring(5));
        assertEquals("key 1006 8", primary.given.get(2));
        assertEquals(0, connections.counts().open());
        assertEquals(2, connections.counts().requests());
    }

    @Test
    void requestsOnASharedSocketHoldTheWorkerAndNeverMove() {
        connections.accepted(5);
        reads(5, GET);
        connections.leave(true);
        assertEquals(1, connections.counts().busy());
        writes(5, OK);
        assertEquals(0, connections.counts().busy());
        assertEquals(1, connections.counts().requests());
        assertTrue(connections.giveBackIdle());
        assertEquals(List.of(), primary.given);
        assertEquals(
                "the server has accepted it itself", connections.giveBack(1, 1).why());
        assertTrue(connections.mayRead(5));
    }

    @Test
    void aConnectionThatIsGoneLooksClosedToTheServer() {
        opened(5);
        serves(5);
        connections.leave(true);
        assertFalse(connections.mayRead(5));
        assertFalse(connections.mayWrite(5));
        assertFalse(connections.mayShutDown(5, true, true));
        connections.closes(5);
        assertEquals(1, primary.given.size());
        assertTrue(connections.mayRead(5), "the number is another file's now");
    }

    @Test
    void aThreadThatIsInsideAReadKeepsTheConnection() {
        opened(5);
        serves(5);
        assertTrue(connections.mayRead(5));
        connections.leave(true);
        assertEquals(List.of(), primary.given);
        connections.hasRead(5, 0, 0);
        assertFalse(connections.mayRead(5), "it goes before the next read");
        assertEquals(1, primary.given.size());
    }

    @Test
    void aRequestThatHasBegunIsServedHereToItsEnd() {
        opened(5);
        reads(5, "G");
        connections.leave(true);
        reads(5, GET.substring(1) + GET);
        writes(5, OK);
        assertEquals(List.of(), primary.given);
        writes(5, OK);
        assertEquals(List.of("key 1005 9"), primary.given);
    }

    @Test
    void aFullChannelLeavesTheRestForLater() {
        opened(5, 6, 7);
        primary.room = 1;
        connections.leave(true);
        assertEquals(1, primary.given.size());
        serves(6);
        assertFalse(connections.giveBackIdle());
        primary.room = 9;
        assertTrue(connections.giveBackIdle());
        assertEquals(List.of("key 1005 7", "key 1006 8", "key 1007 7"), primary.given);
    }

    @Test
    void aConnectionThatTheServerClosesWhileItStopsGoesToo() {
        opened(5, 6);
        primary.room = 0;
        connections.leave(true);
        primary.room = 9;
        assertFalse(connections.mayShutDown(5, false, true));
        connections.closes(6);
        assertEquals(2, primary.given.size());
    }

    @Test
    void nothingGoesWhenNoOtherWorkerServes() {
        opened(5);
        connections.leave(false);
        serves(5);
        connections.closes(5);
        assertEquals(List.of(), primary.given);
    }

    @Test
    void halfClosedConnectionsStay() {
        opened(5, 6);
        assertTrue(connections.mayRead(5));
        connections.hasRead(5, 0, -1);
        assertTrue(connections.mayShutDown(6, false, true));
        connections.leave(true);
        assertEquals(List.of(), primary.given);
    }

    @Test
    void whatTheJdkHasPutInThePlaceOfAClosedSocketDoesNotGo() {
        opened(5, 6);
        sockets.closedAlready = 5;
        connections.leave(true);
        assertEquals(List.of("key 1006 7"), primary.given);
        assertTrue(connections.giveBackIdle());
    }

    @Test
    void theOneThatWasIdleForLongestIsGivenBackFirst() {
        opened(5, 6, 7);
        serves(7);
        serves(6);
        serves(5);
        assertEquals(new Given(1, ""), connections.giveBack(1, 0));
        assertEquals(List.of("key 1007 8"), primary.given);
        assertEquals(new Given(1, ""), connections.giveBack(9, 1));
        assertEquals("key 1005 8", primary.given.get(1));
        assertEquals(new Given(0, "there is no connection 1"), connections.giveBack(1, 1));
        reads(6, GET);
        assertEquals(new Given(0, "a request is on its way"), connections.giveBack(1, 2));
        assertEquals(new Given(0, "no connection is idle"), connections.giveBack(1, 0));
        writes(6, OK);
        assertTrue(connections.mayRead(6), "the server serves on");
        connections.hasRead(6, 0, 0);
    }

    @Test
    void theMasterIsToldOfEachConnection() {
        opened(9, 5);
        serves(9);
        reads(5, "\u0016\u0003\u0001");
        connections.closes(4);
        List<Description> list = connections.list(0);
        assertEquals(2, list.size());
        assertEquals(1, list.get(0).id());
        assertEquals("10.0.0.1:9", list.get(0).peer());
        assertEquals(8, list.get(0).requests());
        assertEquals("", list.get(0).fixed());
        assertEquals("TLS", list.get(1).fixed());
        assertEquals(0, list.get(1).idleMs());
        assertEquals(1, connections.list(1).size());
    }

    @Test
    void busyIsWhatMustNotBeClosedNow() {
        opened(5, 6, 7, 8);
        serves(5);
        reads(6, GET);
        reads(7, "\u0016");
        Counts counts = connections.counts();
        assertEquals(4, counts.open());
        assertEquals(2, counts.busy());
        assertEquals(1, counts.running());
        assertEquals(1, counts.opaque());
        assertEquals(1, counts.requests());
    }

    private void ends(long silenceMs, long silentMs, String expected) {
        sockets.inputEnded.clear();
        sockets.shutDown.clear();
        connections.end(
                TimeUnit.MILLISECONDS.toNanos(silenceMs), System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(silentMs));
        assertEquals(expected, sockets.inputEnded + " " + sockets.shutDown);
    }

    @Test
    void connectionsThatMightLastForEverAreEndedInSilenceAndThenAtOnce() {
        opened(5, 6, 7, 8, 9, 10, 11);
        serves(5);
        reads(6, "\u0016");
        for (int fd : new int[] {7, 8, 10}) {
            reads(fd, GET);
        }
        writes(7, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
        writes(10, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx");
        reads(11, "PRI * HTTP/2.0\r\n");
        writes(11, "window");
        reads(9, "\u0016");
        writes(9, "\u0016");
        ends(100, 0, "[] []");
        ends(100, 200, "[9] [7]");
        ends(100, 600, "[6, 11] []");
        ends(100, 600, "[] []");
        assertEquals(5, connections.counts().busy(), "the server may say farewell");
        ends(0, 600, "[] [6, 9, 10, 11]");
        ends(0, 600, "[] []");
        assertEquals(1, connections.counts().busy());
        assertEquals(
                "7 ended: 2 (an answer is being sent), 2 (TLS), 1 (HTTP/2), 2 (idle)",
                connections.endings().toString());
    }

    @Test
    void aDownloadOfKnownLengthAndARequestOfHttp10AreNotCut() {
        opened(5, 6, 7);
        reads(5, GET);
        writes(5, OK.replace(": 2", ": 999"));
        reads(6, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        reads(7, GET.replace("Host: a", "Connection: close"));
        writes(7, OK.replace(": 2", ": 999"));
        ends(0, 9_000, "[] []");
        writes(6, OK.replace("1.1", "1.0").replace("Content", "Connection: keep-alive\r\nContent"));
        assertEquals(3, connections.counts().busy(), "its client may have sent the next one");
        ends(0, 9_000, "[] [6]");
        assertEquals(2, connections.counts().busy());
    }

    @Test
    void nothingIsKnownOfConnectionsThatAreNotObserved() {
        Connections blind = new Connections(primary, sockets, false);
        blind.opened(5, "key", 0, 0);
        blind.leave(true);
        assertEquals(List.of(), primary.given);
        assertEquals(1, blind.counts().opaque());
        assertEquals(1, blind.counts().busy(), "it was just accepted");
    }

    @Test
    void severalBuffersAreReadInTheirOrder() {
        opened(5);
        ByteBuffer vector = ByteBuffer.allocateDirect(4 * Long.BYTES).order(ByteOrder.nativeOrder());
        Bytes other = new Bytes(1024);
        byte[] first = Bytes.of(GET.substring(0, 7));
        byte[] second = Bytes.of(GET.substring(7) + "nobody has read this");
        vector.putLong(memory.put(first, 0, first.length)).putLong(first.length);
        vector.putLong(other.put(second, 0, second.length)).putLong(second.length);
        assertTrue(connections.mayRead(5));
        connections.hasReadParts(5, Bytes.addressOf(vector), 2, GET.length());
        writes(5, OK);
        assertEquals(1, connections.counts().requests());
        assertEquals("", connections.list(0).get(0).fixed());
    }

    /** A socket from which one thread reads whole requests while another gives connections back. */
    @Test
    void aByteIsReadHereOrByTheNextWorkerAndNeverByBoth() throws InterruptedException {
        for (int round = 0; round < 2_000; round++) {
            int fd = 100 + round;
            opened(fd);
            AtomicInteger taken = new AtomicInteger();
            Thread server = new Thread(() -> {
                while (connections.mayRead(fd)) {
                    // A system call takes the bytes between the two.
                    taken.incrementAndGet();
                    byte[] bytes = Bytes.of(GET);
                    Bytes buffer = new Bytes(bytes.length);
                    connections.hasRead(fd, buffer.put(bytes, 0, bytes.length), bytes.length);
                    byte[] answer = Bytes.of(OK);
                    buffer = new Bytes(answer.length);
                    if (!connections.mayWrite(fd)) {
                        return;
                    }
                    connections.hasWritten(fd, buffer.put(answer, 0, answer.length), answer.length);
                }
            });
            server.start();
            while (connections.giveBack(1, round + 1L).count() == 0) {
                Thread.onSpinWait();
            }
            server.join();
            String expected = "key " + (fd + FakeSockets.COPY) + " " + (7 + taken.get());
            assertEquals(expected, primary.given.get(round));
        }
    }
}
