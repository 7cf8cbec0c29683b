package io.baton.worker.http;

import static io.baton.worker.http.TestClient.GET;
import static io.baton.worker.http.TestClient.GET_SLOW;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTimeoutTest {
    private final TestClient client = new TestClient();

    @AfterEach
    void nothingLeaks() {
        client.leave();
    }

    @Test
    void silentConnectionIsClosedAfterTheKeepAliveTime() {
        client.pass(64_999);
        assertThat(client.isClosed()).isFalse();
        client.pass(1);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void bytesThatCrossTheEndOfAnIdleConnectionAreDropped() {
        client.pass(65_000);
        assertThat(client.gotFin()).isTrue();
        client.send(GET);
        assertThat(client.received()).isEmpty();
        client.pass(1_000);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void everyRequestStartsTheKeepAliveTimeAgain() {
        client.pass(60_000);
        client.send(GET);
        client.pass(64_999);
        assertThat(client.isClosed()).isFalse();
        client.pass(1);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void headThatDripsIsAnswered408TenSecondsAfterItsFirstByte() {
        client.pass(30_000);
        client.send("GET / HTTP/1.1\r\n");
        for (int second = 0; second < 9; second++) {
            client.pass(1_000);
            client.send("X-" + second + ": drip\r\n");
        }
        assertThat(client.statuses()).isEmpty();
        client.pass(1_000);
        assertThat(client.statuses()).containsExactly(408);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void answeringOneRequestGivesTheNextHeadItsFullTime() {
        client.send("GET / HTTP/1.1\r\n");
        client.pass(9_000);
        client.send("Host: here\r\n\r\nGET / HTTP/1.1\r\n");
        assertThat(client.statuses()).containsExactly(200);
        client.pass(9_000);
        client.send("Host: here\r\n\r\n");
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void emptyLineBetweenRequestsDoesNotBeginARequest() {
        client.send(GET + "\r\n");
        client.pass(20_000);
        client.send(GET);
        assertThat(client.statuses()).containsExactly(200, 200);
    }

    @Test
    void bodyThatDripsIsAnswered408AfterThirtySeconds() {
        client.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n");
        for (int second = 0; second < 29; second++) {
            client.pass(1_000);
            client.send("x");
        }
        assertThat(client.statuses()).isEmpty();
        client.pass(1_000);
        assertThat(client.statuses()).containsExactly(408);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void pendingAnswerThatTakesTooLongIsCancelledAndAnswered503AndTheNextHasItsTimeToItself() {
        client.send(GET_SLOW + GET_SLOW);
        client.pass(299_999);
        assertThat(client.received()).isEmpty();
        client.pass(1);
        assertThat(client.received())
                .startsWith("HTTP/1.1 503 ")
                .doesNotContain("Connection: close")
                .endsWith("\r\n\r\nComputation: not done after 300000 ms\n");
        assertThat(client.slow.get(0).cancelled).isTrue();
        client.slow.get(0).complete(Answer.text(OK, "too late"));
        client.pass(299_999);
        client.slow.get(1).complete(Answer.text(OK, "slow"));
        assertThat(client.received()).endsWith("slow").doesNotContain("too late");
        client.pass(65_000);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void clientThatNeverReadsIsClosed() {
        client.readsAgain(false);
        client.send(GET);
        client.pass(65_000);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void refusedClientIsReadForOneSecondOnly() {
        client.send("nonsense\r\n\r\n");
        assertThat(client.statuses()).containsExactly(400);
        assertThat(client.gotFin()).isTrue();
        client.send(GET.repeat(10));
        client.pass(999);
        assertThat(client.isClosed()).isFalse();
        client.pass(1);
        assertThat(client.gotFin()).isTrue();
        assertThat(client.statuses()).isEmpty();
    }

    @Test
    void refusedClientThatClosesIsClosedAtOnce() {
        client.send("nonsense\r\n\r\n");
        client.sendFin();
        assertThat(client.isClosed()).isTrue();
    }
}
