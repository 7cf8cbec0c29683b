package io.baton.master.it.http;

import io.baton.master.it.http.Outcome.Then;
import java.io.IOException;
import java.util.List;

/** One case tried on a server. The server has one event loop, so an answer to another client shows that it has read the bytes. */
final class Attempt implements AutoCloseable {

    private static final String NORMAL = "GET / HTTP/1.1\r\nHost: normal\r\n\r\n";
    private static final int OK = 200;

    private final int port;
    private final RawConnection client;

    private Attempt(int port) throws IOException {
        this.port = port;
        this.client = new RawConnection(port);
    }

    /** What the server on this port makes of the case; what is expected of it tells only what to wait for. */
    static Outcome of(HttpCase tried, Outcome expected, int port) throws IOException {
        try (Attempt trial = new Attempt(port)) {
            return trial.outcome(tried.packets(), expected);
        }
    }

    /** A normal request on a connection of its own, which must be answered. */
    static void askNormally(int port) throws IOException {
        try (RawConnection other = new RawConnection(port)) {
            other.send(NORMAL);
            List<RawAnswer> answers = other.awaitAnswers(1);
            if (answers.size() != 1 || answers.get(0).status() != OK) {
                throw new AssertionError("a normal request was answered: " + other.text());
            }
        }
    }

    private Outcome outcome(List<String> packets, Outcome expected) throws IOException {
        for (String packet : packets) {
            client.send(packet);
            askNormally(port);
        }
        client.awaitAnswers(expected.statuses().size());
        if (expected.then() == Then.CLOSE) {
            client.awaitEnd();
        }
        client.readAvailable();
        List<Integer> statuses =
                client.answers().stream().map(RawAnswer::status).toList();
        return new Outcome(statuses, then(expected.then(), statuses.size()));
    }

    private Then then(Then expected, int answered) throws IOException {
        if (client.hasEnded()) {
            return Then.CLOSE;
        }
        client.send(NORMAL);
        askNormally(port);
        if (expected == Then.OPEN) {
            client.awaitAnswers(answered + 1);
        }
        client.readAvailable();
        List<RawAnswer> answers = client.answers();
        boolean answeredOnce =
                answers.size() == answered + 1 && answers.get(answered).status() == OK;
        return answeredOnce && !client.hasEnded() ? Then.OPEN : Then.WAIT;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
