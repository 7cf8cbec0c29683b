package io.baton.worker.http;

import static io.baton.worker.http.TestClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpBodyTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final TestClient client = new TestClient();

    @AfterEach
    void nothingLeaks() {
        client.leave();
    }

    private static String post(String fields) {
        return "GET / HTTP/1.1\r\nHost: here\r\n" + fields + "\r\n\r\n";
    }

    private void sendBody(int bytes) {
        for (int sent = 0; sent < bytes; sent += 8192) {
            client.send("x".repeat(Math.min(8192, bytes - sent)));
        }
    }

    @Test
    void bodyIsReadAndDroppedBeforeTheAnswer() {
        client.send(post("Content-Length: 5") + "GET /");
        assertThat(client.statuses()).containsExactly(200);
        client.send(GET);
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void chunkedBodyIsReadAndDropped() {
        client.send(post("Transfer-Encoding: chunked") + "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n" + GET);
        assertThat(client.statuses()).containsExactly(200, 200);
    }

    @Test
    void bodyOfOneMebibyteIsTaken() {
        client.send(post("Content-Length: " + MEBIBYTE));
        sendBody(MEBIBYTE);
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void everyBodyHasTheWholeLimitToItself() {
        for (int i = 0; i < 2; i++) {
            client.send(post("Content-Length: 700000"));
            sendBody(700_000);
            assertThat(client.statuses()).containsExactly(200);
        }
    }

    @Test
    void largerLengthIsRefusedBeforeReading() {
        client.send(post("Content-Length: " + (MEBIBYTE + 1)));
        assertThat(client.statuses()).containsExactly(413);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void largerLengthIsRefusedInsteadOfAskedFor() {
        client.send(post("Expect: 100-continue\r\nContent-Length: " + (MEBIBYTE + 1)));
        assertThat(client.statuses()).containsExactly(413);
    }

    @Test
    void chunkedBodyIsRefusedAsSoonAsItIsTooLarge() {
        client.send(post("Transfer-Encoding: chunked") + Integer.toHexString(MEBIBYTE + 1) + "\r\n");
        sendBody(MEBIBYTE);
        assertThat(client.statuses()).isEmpty();
        client.send("x");
        assertThat(client.statuses()).containsExactly(413);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void clientThatExpectsContinueIsToldToContinue() {
        client.send(GET + post("Expect: 100-Continue\r\nContent-Length: 5"));
        assertThat(client.received()).endsWith("rootHTTP/1.1 100 Continue\r\n\r\n");
        client.send("12345");
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void requestWithoutABodyIsNotToldToContinue() {
        client.send(post("Expect: 100-continue"));
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void otherExpectationsCannotBeMet() {
        client.send(post("Expect: miracles"));
        assertThat(client.statuses()).containsExactly(417);
    }
}
