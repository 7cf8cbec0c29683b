package io.baton.worker.http;

import static io.baton.worker.http.TestClient.GET;
import static io.baton.worker.http.TestClient.GET_SLOW;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpDrainTest {
    private final TestClient client = new TestClient();

    @AfterEach
    void nothingLeaks() {
        client.leave();
    }

    @Test
    void idleConnectionIsClosedAfterOneSecondOfGrace() {
        client.send(GET);
        client.drain();
        client.pass(999);
        assertThat(client.isClosed()).isFalse();
        client.pass(1);
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void requestWithinTheGraceIsAnsweredAndTheConnectionCloses() {
        client.drain();
        client.pass(900);
        client.send(GET);
        assertThat(client.received()).startsWith("HTTP/1.1 200").contains("\r\nConnection: close\r\n");
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void requestThatBeganWithinTheGraceMayBeFinishedAfterIt() {
        client.drain();
        client.pass(900);
        client.send("GET / HTTP/1.1\r\n");
        client.pass(5_000);
        client.send("Host: here\r\n\r\n");
        assertThat(client.statuses()).containsExactly(200);
    }

    @Test
    void pendingAnswerIsAwaitedAndClosesTheConnection() {
        client.send(GET_SLOW + GET);
        client.drain();
        client.pass(20_000);
        client.slow.get(0).complete(Answer.text(OK, "slow"));
        assertThat(client.received()).contains("\r\nConnection: close\r\n").endsWith("slow");
        assertThat(client.gotFin()).isTrue();
    }

    @Test
    void connectionAdoptedWhileDrainingHasTheGraceFromItsStart() {
        FakeWorker worker = new FakeWorker();
        worker.draining = true;
        TestClient late = new TestClient(worker);
        late.pass(999);
        assertThat(late.isClosed()).isFalse();
        late.send(GET);
        assertThat(late.received()).contains("\r\nConnection: close\r\n");
        late.leave();

        TestClient silent = new TestClient(worker);
        silent.pass(1_000);
        assertThat(silent.gotFin()).isTrue();
        silent.leave();
    }
}
