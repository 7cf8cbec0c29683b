package io.baton.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Bytes memory = new Bytes(1 << 16);
    private final Exchange exchange = new Exchange();

    private void client(String text) {
        byte[] bytes = Bytes.of(text);
        exchange.received(memory.put(bytes, 0, bytes.length), bytes.length);
    }

    private void server(String text) {
        byte[] bytes = Bytes.of(text);
        exchange.sent(memory.put(bytes, 0, bytes.length), bytes.length);
    }

    @Test
    void aConnectionIsIdleBeforeItsFirstRequestAndBehindEachAnswer() {
        assertTrue(exchange.isAtBoundary());
        for (int i = 1; i < 4; i++) {
            client("G");
            assertFalse(exchange.isAtBoundary());
            assertTrue(exchange.isRunning());
            client(GET.substring(1));
            assertFalse(exchange.isAtBoundary());
            server(OK.substring(0, OK.length() - 1));
            assertFalse(exchange.isAtBoundary());
            server("k");
            assertTrue(exchange.isAtBoundary());
            assertFalse(exchange.isRunning());
            assertEquals(i, exchange.answered());
        }
    }

    @Test
    void pipelinedRequestsAreAllAnsweredBeforeTheConnectionIsIdle() {
        client(GET.repeat(1000));
        server(OK.repeat(999));
        assertFalse(exchange.isAtBoundary());
        server(OK);
        assertTrue(exchange.isAtBoundary());
        assertEquals(1000, exchange.answered());
    }

    @Test
    void anAnswerToHeadHasNoBodyHoweverManyAreUnderway() {
        client((GET + GET.replace("GET", "HEAD")).repeat(300));
        String head = OK.substring(0, OK.length() - 2);
        for (int i = 0; i < 300; i++) {
            server(OK);
            server("HTTP/1.1 103 Early Hints\r\n\r\n");
            server(head);
        }
        assertTrue(exchange.isAtBoundary());
        assertEquals(600, exchange.answered());
    }

    @Test
    void anInterimAnswerIsNoAnswer() {
        client("POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n");
        server("HTTP/1.1 100 Continue\r\n\r\n");
        assertFalse(exchange.isAtBoundary());
        client("x");
        assertFalse(exchange.isAtBoundary());
        server(OK);
        assertTrue(exchange.isAtBoundary());
        assertEquals(1, exchange.answered());
    }

    @Test
    void aClientThatWasRefusedItsBodyNeverMoves() {
        client("POST / HTTP/1.1\r\nContent-Length: 30\r\nExpect: 100-continue\r\n\r\n");
        server("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
        assertTrue(exchange.isHalfRead());
        client("x".repeat(30));
        assertFalse(exchange.isAtBoundary());
    }

    @Test
    void aConnectionThatClosesBehindItsAnswerDoesNotMove() {
        client(GET.replace("Host: a", "connection: Close"));
        server(OK);
        assertFalse(exchange.isAtBoundary());
        assertFalse(exchange.isRunning());
        assertFalse(exchange.isOpaque());
    }

    @Test
    void aHalfClosedConnectionIsAnsweredAndDoesNotMove() {
        client(GET);
        exchange.ends();
        assertTrue(exchange.isRunning());
        server(OK);
        assertFalse(exchange.isRunning());
        assertFalse(exchange.isAtBoundary());
    }

    @Test
    void aRequestOfHttp10IsBusyUntilItIsAnswered() {
        client("GET / HTTP/1.0\r\n\r\n");
        assertTrue(exchange.isRunning());
        server("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        assertTrue(exchange.isRunning());
        assertFalse(exchange.isOpaque());
        assertFalse(exchange.isAtBoundary());
    }

    @Test
    void aFileThatTheServerSendsIsThePartOfTheAnswerThatNothingSees() {
        client(GET);
        server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789");
        exchange.sentUnseen(60);
        assertFalse(exchange.isAtBoundary());
        exchange.sentUnseen(30);
        assertTrue(exchange.isAtBoundary());
        client(GET);
        server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n");
        exchange.sentUnseen(5);
        server("\r\n0\r\n\r\n");
        assertTrue(exchange.isAtBoundary());
        client(GET);
        server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        exchange.sentUnseen(6);
        assertTrue(exchange.isOpaque());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001|TLS",
                "PRI * HTTP/2.0\r\n|HTTP/2",
                "CONNECT a:1 HTTP/1.1\r\n\r\n|it speaks HTTP no more",
                "\r\nGET / HTTP/1.1\r\n\r\n|its protocol is unknown",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n|its protocol is unknown",
                "GET / HTTP/1.1\n|its protocol is unknown",
                "GET / HTTP/1.1\r\nA: b\r\n c: d|its protocol is unknown",
                "GET / HTTP/1.1\r\nA: b\nC: d|its protocol is unknown",
                "GET / HTTP/1.1\r\nA: b\rContent-Length: 4\r\n|its protocol is unknown",
                "GET / HTTP/1.1\r\nA: b\r\rC: d|its protocol is unknown",
                "GET / HTTP/1.1\r\nCo\rntent-Length: 4\r\n|its protocol is unknown",
                "GET /a b HTTP/1.1\r\n|its protocol is unknown",
                "GET / HTTP/1.1\r\nContent-Length : 4|its protocol is unknown",
                "GET / HTTP/1.1\r\nContent-Length: 4, 4|its protocol is unknown",
                "GET / HTTP/1.1\r\nContent-Length: +4|its protocol is unknown",
                "GET / HTTP/1.1\r\nContent-Length: 4\r\ncontent-length: 4\r\n|its protocol is unknown",
                "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999|its protocol is unknown",
                "GET / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n|its protocol is unknown",
                "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n|its protocol is unknown",
                "GET / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n|its protocol is unknown",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx|its protocol is unknown",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab|its protocol is unknown",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;\nab|its protocol is unknown",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1 2\r\nab|its protocol is unknown",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;\rab|its protocol is unknown",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA:\rb|its protocol is unknown",
            })
    void whatTwoReadersMightUnderstandDifferentlyIsOpaque(String bytesAndReason) {
        int bar = bytesAndReason.indexOf('|');
        client(bytesAndReason.substring(0, bar));
        assertTrue(exchange.isOpaque());
        assertEquals(bytesAndReason.substring(bar + 1), exchange.obstacle());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/2 200\r\n",
                "HTTP/1.1 2x0",
                "HTTP/1.1 200 OK\n",
                "HTTP/1.1 200 O\rK",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                OK + "x",
            })
    void anAnswerThatIsNoneMakesTheConnectionOpaque(String answer) {
        client(GET);
        server(answer);
        assertTrue(exchange.isOpaque());
    }

    @Test
    void http2BehindAnUpgradeIsTold() {
        client(GET);
        server("HTTP/1.1 101 Switching Protocols\r\n\r\n\0\0\0");
        assertEquals("it speaks HTTP no more", exchange.obstacle());
        client("PRI * HTTP/2.0\r\n");
        assertEquals("HTTP/2", exchange.obstacle());
    }

    @Test
    void aServerThatSpeaksUnaskedOrTooEarlyIsOpaque() {
        client("GET /");
        server("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        assertTrue(exchange.isOpaque());
        Exchange other = new Exchange();
        byte[] banner = Bytes.of("220 mail\r\n");
        other.sent(memory.put(banner, 0, banner.length), banner.length);
        assertTrue(other.isOpaque());
    }

    @Test
    void everyWayToCutAnExchangeInThreeIsTheSame() {
        String request =
                "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\nCookie: a\r\n\r\n2;x\r\nab\r\n0\r\nT: u\r\n\r\n";
        String answer = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc";
        for (int i = 1; i < request.length() - 1; i++) {
            for (int j = i + 1; j < request.length(); j++) {
                client(request.substring(0, i));
                client(request.substring(i, j));
                client(request.substring(j));
                int one = i % (answer.length() - 2) + 1;
                int two = one + 1 + j % (answer.length() - one - 1);
                server(answer.substring(0, one));
                server(answer.substring(one, two));
                assertFalse(exchange.isAtBoundary());
                server(answer.substring(two));
                assertTrue(exchange.isAtBoundary());
            }
        }
    }

    @Test
    void itNeverDisagreesWithAReaderThatReadsEverythingAnew() {
        int idle = 0;
        for (long seed = 0; seed < 6_000; seed++) {
            try {
                idle += Comparison.run(Scripts.next(new Random(seed)), memory) ? 1 : 0;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(idle > 1_000, "only " + idle + " were ever idle");
    }
}
