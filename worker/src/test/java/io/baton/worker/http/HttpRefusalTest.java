package io.baton.worker.http;

import static io.baton.worker.http.TestClient.GET;
import static io.baton.worker.http.TestClient.GET_SLOW;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRefusalTest {
    private final TestClient client = new TestClient();

    @AfterEach
    void nothingLeaks() {
        client.leave();
    }

    private void refuses(int status, String request) {
        client.send(request + GET);
        assertThat(client.statuses()).containsExactly(status);
        assertThat(client.gotFin()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET / http/1.1 | a version in small letters",
                "400 | GET / HTTP/1.10 | a version that is too long",
                "400 | GET / HTTPS/1.1 | another protocol",
                "400 | GET / | HTTP/0.9",
                "400 | GET | half a request line",
                "400 | GET nowhere HTTP/1.1 | a target that is no path",
                "400 | G\u00e4T / HTTP/1.1 | a method that is no token",
                "505 | GET / HTTP/1.2 | a version that does not exist",
                "505 | PRI * HTTP/2.0 | the preface of HTTP/2",
                "505 | GET / HTTP/3.0 | a version that is not ours",
                "405 | CONNECT here:80 HTTP/1.1 | a tunnel",
                "405 | TRACE / HTTP/1.1 | an echo",
            })
    void badRequestLineIsRefused(int status, String line, String why) {
        refuses(status, line + "\r\nHost: here\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host:\r\n",
                "Host: a\r\nHost: a\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host: a:b\r\n",
                "Host: a:65536\r\n",
                "Host: user@a\r\n",
                "Host: [::1\r\n",
                "Host : a\r\n",
                " Host: a\r\n"
            })
    void exactlyOneValidHostIsExpected(String host) {
        refuses(400, "GET / HTTP/1.1\r\n" + host + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b-c_d:80", "127.0.0.1:3000", "[::1]", "[::1]:3000", "a:", "%41"})
    void validHostIsTaken(String host) {
        client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void http10NeedsNoHost() {
        client.send("GET / HTTP/1.0\r\n\r\n");
        assertThat(client.statuses()).containsExactly(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked",
                "Content-Length: 3\r\nContent-Length: 3",
                "Content-Length: 3, 3",
                "Content-Length: -1",
                "Content-Length: +3",
                "Content-Length: 3x",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: chunked, chunked",
                "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2"
            })
    void ambiguousLengthIsRefused(String fields) {
        refuses(400, "GET / HTTP/1.1\r\nHost: here\r\n" + fields + "\r\n\r\n");
    }

    @Test
    void chunkedIsNotForHttp10() {
        refuses(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\n", "3\r\nabcd\r\n", "-1\r\n", "80000000\r\n", "3\nabc"})
    void malformedChunkIsRefused(String chunk) {
        refuses(400, "POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
    }

    @Test
    void bareLineFeedIsRefused() {
        refuses(400, "GET / HTTP/1.1\nHost: here\n\n");
    }

    @Test
    void requestLineOf8192BytesIsTakenAndALongerOneRefused() {
        String longest = "GET /?" + "a".repeat(8192 - "GET /? HTTP/1.1".length()) + " HTTP/1.1\r";
        client.send(longest);
        client.send("\nHost: here\r\n\r\n");
        assertThat(client.statuses()).containsExactly(200);
        refuses(414, longest.replace("?", "??") + "\nHost: here\r\n\r\n");
    }

    @Test
    void endlessRequestLineIsRefusedBeforeItsEnd() {
        client.send("GET /" + "a".repeat(9000));
        assertThat(client.statuses()).containsExactly(414);
    }

    @Test
    void headersOver32KiBAreRefused() {
        String field = "X: " + "a".repeat(1021) + "\r\n";
        client.send("GET / HTTP/1.1\r\nHost: here\r\n" + field.repeat(31) + "\r\n");
        assertThat(client.statuses()).containsExactly(200);
        refuses(431, "GET / HTTP/1.1\r\nHost: here\r\n" + field.repeat(32) + "\r\n");
    }

    @Test
    void moreThan100FieldsAreRefused() {
        client.send("GET / HTTP/1.1\r\nHost: here\r\n" + "a:\r\n".repeat(99) + "\r\n");
        assertThat(client.statuses()).containsExactly(200);
        refuses(431, "GET / HTTP/1.1\r\nHost: here\r\n" + "a:\r\n".repeat(100) + "\r\n");
    }

    @Test
    void refusalComesOnceAndAfterTheEarlierAnswers() {
        client.send(GET + GET_SLOW + "nonsense\r\n\r\nnonsense\r\n\r\n");
        assertThat(client.statuses()).containsExactly(200);
        client.slow.get(0).complete(Answer.text(OK, "slow"));
        assertThat(client.statuses()).containsExactly(200, 400);
    }

    @Test
    void refusalSaysWhatWasWrongAndCloses() {
        client.send("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
        assertThat(client.received())
                .startsWith("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n")
                .endsWith("\r\nConnection: close\r\n\r\nHost: a/b (expected: a host name and maybe a port)\n");
    }

    @Test
    void unknownMethodIsAnsweredWithTheAllowedOnes() {
        client.send("DELETE / HTTP/1.1\r\nHost: here\r\n\r\nBREW / HTTP/1.1\r\nHost: here\r\n\r\n" + GET);
        assertThat(client.received())
                .containsSubsequence("HTTP/1.1 405", "Allow: GET, HEAD", "HTTP/1.1 405", "Allow: GET, HEAD", "root");
    }

    @Test
    void unknownPathIsNotFound() {
        client.send("BREW /coffee HTTP/1.1\r\nHost: here\r\n\r\n" + GET);
        assertThat(client.statuses()).containsExactly(404, 200);
    }

    @Test
    void pathOfAnAbsoluteTargetIsServed() {
        client.send(
                "GET http://there?a=b HTTP/1.1\r\nHost: here\r\n\r\nGET HTTP://there/slow HTTP/1.1\r\nHost: here\r\n\r\n");
        assertThat(client.statuses()).containsExactly(200);
        assertThat(client.slow).hasSize(1);
    }
}
