package io.baton.master.it.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterProcess;
import io.baton.master.it.Proc;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Slow clients, one and 500 at once: each is cut at its deadline, and no other client notices. */
final class DeadlinesIT {

    private static final int MANY = 500;
    private static final int NORMAL = 20;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HEAD_BEGINS = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    private static final String BODY_BEGINS = "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";

    private static MasterProcess master;
    private static int worker;

    private final List<RawConnection> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        master = MasterProcess.start(
                ("-i 1 --compute-threads 1 --header-timeout 3s --body-timeout 3s --keep-alive-timeout 3s"
                                + " --compute-timeout 300ms")
                        .split(" ", -1));
        master.awaitReady(1);
        worker = master.children().get(0);
    }

    @AfterAll
    static void stop() {
        master.close();
    }

    @AfterEach
    void theWorkerIsStillTheSameAndHasClosedThemAll() throws IOException {
        for (RawConnection client : clients) {
            client.close();
        }
        await().until(() -> Proc.clientsHeldBy(worker, master.port()).isEmpty());
        assertThat(master.children()).containsExactly(worker);
    }

    private RawConnection client(String bytes) throws IOException {
        RawConnection client = new RawConnection(master.port());
        clients.add(client);
        client.send(bytes);
        return client;
    }

    @Test
    void headsAndBodiesThatAreNotWholeInTimeAreAnswered408AndIdleConnectionsClosedWithoutAWord() throws IOException {
        RawConnection head = client(GET + HEAD_BEGINS);
        RawConnection body = client(GET + BODY_BEGINS);
        RawConnection idle = client(GET);
        RawConnection silent = client("");
        for (RawConnection client : clients) {
            assertThat(client.awaitEnd()).isTrue();
        }
        assertThat(head.answers()).extracting(RawAnswer::status).containsExactly(200, 408);
        assertThat(body.answers()).extracting(RawAnswer::status).containsExactly(200, 408);
        assertThat(idle.answers()).extracting(RawAnswer::status).containsExactly(200);
        assertThat(silent.text()).isEmpty();
    }

    @Test
    void computationThatTakesTooLongIsAnswered503AndTheConnectionStays() throws IOException {
        RawConnection client = client("GET /compute HTTP/1.1\r\nHost: a\r\n\r\n" + GET);
        List<RawAnswer> answers = client.awaitAnswers(2);
        assertThat(answers).extracting(RawAnswer::status).containsExactly(503, 200);
        assertThat(answers.get(0).body()).isEqualTo("Computation: not done after 300 ms\n");
        assertThat(client("GET /compute?n=1000 HTTP/1.1\r\nHost: a\r\n\r\n").awaitAnswers(1))
                .as("the thread is free again")
                .extracting(RawAnswer::body)
                .containsExactly("Sum is 499500");
    }

    @Test
    void fiveHundredSlowHeadsDisturbNoOtherClientAndAreCut() throws IOException {
        many(HEAD_BEGINS);
        othersAreServed();
        assertThat(clients).as("not cut yet").noneMatch(RawConnection::hasEnded);
        awaitCut("x");
        assertThat(clients).allMatch(client -> client.text().startsWith("HTTP/1.1 408 "));
    }

    @Test
    void fiveHundredSlowBodiesDisturbNoOtherClientAndAreCut() throws IOException {
        many(BODY_BEGINS);
        othersAreServed();
        assertThat(clients).as("not cut yet").noneMatch(RawConnection::hasEnded);
        awaitCut("x");
        assertThat(clients).allMatch(client -> client.text().startsWith("HTTP/1.1 408 "));
    }

    @Tag("long")
    @Test
    void fiveHundredClientsThatDoNotReadDisturbNoOtherClientAndAreCut() throws IOException {
        many("");
        for (RawConnection client : clients) {
            client.socket().setReceiveBufferSize(4096);
            client.send(GET.repeat(1_000));
        }
        othersAreServed();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Proc.clientsHeldBy(worker, master.port()).isEmpty());
        othersAreServed();
    }

    private void many(String bytes) throws IOException {
        for (int i = 0; i < MANY; i++) {
            client(bytes);
        }
    }

    /** On new connections, and on one that is kept. */
    private static void othersAreServed() throws IOException {
        try (RawConnection kept = new RawConnection(master.port())) {
            for (int i = 1; i <= NORMAL; i++) {
                Attempt.askNormally(master.port());
                kept.send(GET);
                assertThat(kept.awaitAnswers(i)).hasSize(i);
            }
        }
    }

    /** Sends a byte now and then, so that no idle timer runs out. */
    private void awaitCut(String drip) {
        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    boolean allCut = true;
                    for (RawConnection client : clients) {
                        client.readAvailable();
                        if (!client.hasEnded()) {
                            allCut = false;
                            client.send(drip);
                        }
                    }
                    return allCut;
                });
    }
}
