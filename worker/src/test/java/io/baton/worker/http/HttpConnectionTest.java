package io.baton.worker.http;

import static io.baton.worker.http.TestClient.GET;
import static io.baton.worker.http.TestClient.GET_SLOW;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    private final TestClient client = new TestClient();

    @AfterEach
    void nothingLeaks() {
        client.leave();
    }

    @Test
    void answerIsTheseBytes() {
        client.send(GET);
        assertThat(client.received())
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 4\r\n"
                        + "Date: now\r\n\r\nroot");
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void requestMayComeByteByByte() {
        for (int i = 0; i < GET.length(); i++) {
            assertThat(client.received()).isEmpty();
            client.send(GET.substring(i, i + 1));
        }
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        client.send(GET + GET_SLOW + "GET /nowhere HTTP/1.1\r\nHost: here\r\n\r\n" + GET);
        assertThat(client.statuses()).containsExactly(200);
        client.slow.get(0).complete(Answer.text(OK, "slow"));
        assertThat(client.received()).containsSubsequence("slow", "404 Not Found", "root");
    }

    @Test
    void secondSlowRequestBeginsOnlyWhenTheFirstIsAnswered() {
        client.send(GET_SLOW + GET_SLOW);
        assertThat(client.slow).hasSize(1);
        client.slow.get(0).complete(Answer.text(OK, "first"));
        assertThat(client.received()).endsWith("first");
        assertThat(client.slow).hasSize(2);
        client.slow.get(1).complete(Answer.text(OK, "second"));
        assertThat(client.received()).endsWith("second");
    }

    @Test
    void answersOfOneReadAreOneWrite() {
        client.send(GET.repeat(16));
        assertThat(client.statuses()).hasSize(16).containsOnly(200);
        assertThat(client.writes()).isEqualTo(1);
    }

    @Test
    void clientWithManyRequestsGetsSomeAnswersEachTurnOfTheLoop() {
        client.send(GET.repeat(200));
        assertThat(client.statuses()).hasSize(200).containsOnly(200);
        assertThat(client.writes()).isEqualTo(4);
        client.send(GET);
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void clientWithAPendingAnswerIsReadUpToABound() {
        client.send(GET_SLOW);
        client.send(GET.repeat(1_000));
        assertThat(client.channel.config().isAutoRead()).isTrue();
        client.send(GET.repeat(10_000));
        assertThat(client.channel.config().isAutoRead()).isFalse();
        client.slow.get(0).complete(Answer.text(OK, "slow"));
        assertThat(client.statuses()).hasSize(11_001).containsOnly(200);
        assertThat(client.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void clientThatDoesNotReadIsNotReadFrom() {
        client.readsAgain(false);
        client.send(GET + GET);
        assertThat(client.channel.config().isAutoRead()).isFalse();
        assertThat(client.statuses()).isEmpty();
        client.readsAgain(true);
        assertThat(client.statuses()).containsExactly(200, 200);
        assertThat(client.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void clientThatFloodsBehindAPendingAnswerIsCutOff() {
        client.send(GET_SLOW);
        for (int i = 0; i < 17; i++) {
            client.send("x".repeat(64 * 1024));
        }
        assertThat(client.isClosed()).isTrue();
        assertThat(client.slow.get(0).cancelled).isTrue();
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() {
        client.send(GET);
        String get = client.received();
        client.send(GET.replace("GET", "HEAD") + GET);
        assertThat(client.received()).isEqualTo(get.replace("root", "") + get);
    }

    @Test
    void connectionCloseIsObeyedAndAnnounced() {
        client.send("GET / HTTP/1.1\r\nHost: here\r\nConnection: Close\r\n\r\n");
        assertThat(client.received()).contains("\r\nConnection: close\r\n");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void requestsBehindConnectionCloseAreNotAnswered() {
        client.send("GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n" + GET);
        assertThat(client.statuses()).containsExactly(200);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void http10ClosesUnlessAskedToStay() {
        client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.received()).startsWith("HTTP/1.1 200").contains("\r\nConnection: keep-alive\r\n");
        client.send("GET / HTTP/1.0\r\n\r\n");
        assertThat(client.received()).contains("\r\nConnection: close\r\n");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void halfClosedClientGetsItsAnswers() {
        client.send(GET + GET);
        client.sendFin();
        assertThat(client.statuses()).containsExactly(200, 200);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void halfClosedClientThatReadsSlowlyGetsItsAnswers() {
        client.readsAgain(false);
        client.send(GET + GET);
        client.sendFin();
        assertThat(client.isClosed()).isFalse();
        client.readsAgain(true);
        assertThat(client.statuses()).containsExactly(200, 200);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void pendingAnswerIsCancelledWhenTheClientHalfCloses() {
        client.send(GET + GET_SLOW + GET);
        client.sendFin();
        assertThat(client.slow.get(0).cancelled).isTrue();
        assertThat(client.statuses()).containsExactly(200);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void pendingAnswerIsCancelledWhenTheClientResets() {
        client.send(GET_SLOW);
        client.reset();
        assertThat(client.isClosed()).isTrue();
        assertThat(client.slow.get(0).cancelled).isTrue();
    }

    @Test
    void answerIsDroppedWhenTheClientResetsBeforeItIsSent() {
        client.sendHalfARead(GET);
        client.reset();
        assertThat(client.received()).isEmpty();
    }

    @Test
    void answerThatComesAfterTheClientLeftIsDropped() {
        client.send(GET_SLOW);
        client.sendFin();
        client.slow.get(0).complete(Answer.text(OK, "late"));
        assertThat(client.received()).isEmpty();
    }

    @Test
    void endpointThatThrowsIsAnswered500AfterTheEarlierAnswers() {
        client.send(GET + "GET /broken HTTP/1.1\r\nHost: here\r\n\r\n" + GET);
        assertThat(client.statuses()).containsExactly(200, 500);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void requestsAreCounted() {
        client.send(GET + GET + GET_SLOW);
        assertThat(client.pipeline.requests()).isEqualTo(2);
    }
}
