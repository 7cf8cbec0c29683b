package io.baton.bench.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that does to its clients what servers do while they are replaced, and what the load counts then. */
@Timeout(30)
class SteadyLoadIT {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String LAST = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    /** What the server does on a connection, after which the next one comes. */
    private interface Behaviour {
        void on(Socket connection) throws IOException;
    }

    @Test
    void eachEndOfARequestIsCountedAsWhatItIs() throws Exception {
        Counts counts = run(
                new LoadShape(1, 0, false),
                List.of(
                        connection -> answer(connection, LAST),
                        connection -> answer(connection, ANSWER + ANSWER),
                        SteadyLoadIT::readRequest,
                        connection -> {
                            readRequest(connection);
                            connection.setSoLinger(true, 0);
                        },
                        connection -> answer(connection, ANSWER.substring(0, ANSWER.length() - 1)),
                        connection -> answer(connection, ANSWER.replace("200", "503"))));

        assertThat(counts.answered()).isEqualTo(2);
        assertThat(counts.failures())
                .containsEntry(Failure.DOUBLED, 1L)
                .containsEntry(Failure.CLOSED, 1L)
                .containsEntry(Failure.RESET, 1L)
                .containsEntry(Failure.CUT, 1L)
                .containsEntry(Failure.WRONG, 1L);
        assertThat(counts.closedAnnounced()).isEqualTo(1);
        assertThat(counts.closedUnannounced()).isEqualTo(3);
    }

    @Test
    void anIdleConnectionThatTheServerClosesIsNoFailedRequest() throws Exception {
        Counts counts = run(
                new LoadShape(1, 2, false),
                List.of(connection -> answer(connection, ANSWER), connection -> answer(connection, LAST)));

        assertThat(counts.answered()).isEqualTo(2);
        assertThat(counts.failures().keySet()).isSubsetOf(Failure.REFUSED);
        assertThat(counts.closedUnannounced()).isEqualTo(1);
        assertThat(counts.closedAnnounced()).isEqualTo(1);
    }

    @Test
    void theEndOfAConnectionIsNotCountedIfEachRequestHasItsOwn() throws Exception {
        Counts counts = run(
                new LoadShape(1, 0, true),
                List.of(connection -> answer(connection, LAST), connection -> answer(connection, ANSWER)));

        assertThat(counts.answered()).isEqualTo(2);
        assertThat(counts.failures().keySet()).isSubsetOf(Failure.REFUSED);
        assertThat(counts.closedAnnounced() + counts.closedUnannounced()).isZero();
    }

    @Test
    void withoutAListenerRequestsAreRefused() throws Exception {
        int port;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }
        SteadyLoad load = SteadyLoad.start(port, new LoadShape(1, 0, false));
        while (load.endedRequests() < 3) {
            Thread.onSpinWait();
        }
        assertThat(load.end().failures()).containsOnlyKeys(Failure.REFUSED);
    }

    /** A server with these behaviours, one for each connection; then it is gone, and the client, too. */
    private static Counts run(LoadShape shape, List<Behaviour> behaviours) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SteadyLoad load = SteadyLoad.start(listener.getLocalPort(), shape)) {
            for (int i = 0; i < behaviours.size(); i++) {
                try (Socket connection = listener.accept()) {
                    if (i == behaviours.size() - 1) {
                        stop(listener);
                    }
                    behaviours.get(i).on(connection);
                }
            }
            while (load.endedRequests() < behaviours.size()) {
                Thread.onSpinWait();
            }
            return load.end();
        }
    }

    private static void stop(ServerSocket listener) throws IOException {
        listener.close();
    }

    private static void answer(Socket connection, String text) throws IOException {
        readRequest(connection);
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void readRequest(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            request.append((char) next);
        }
    }
}
