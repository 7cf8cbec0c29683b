package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.MovedSnapshot;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open connections go from worker to worker, and their clients notice nothing. */
@Tag("long")
final class MovingIT {

    private static final int CLIENTS = 60;

    /** Longer than a master takes to look at a worker that has joined. */
    private static final int SETTLED_MS = 1_000;

    private static final byte[] ASK = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    void connectionsMoveByHandToAWorkerThatJoinsAndAwayFromOneThatLeaves(@TempDir Path directory) throws Exception {
        Path home = directory.resolve("h");
        MasterProcess master =
                new MasterCommand().home(home).start("-i", "2", "--spares", "0", "--archive", "off", "--rebalance");
        try (master) {
            master.awaitReady(2);
            // By then each has been offered its share of nothing. One that got some would give none for a minute.
            master.awaitState(state ->
                    worker(state, 1).readyMs() > SETTLED_MS && worker(state, 2).readyMs() > SETTLED_MS);
            connect(master);
            int descriptors = Proc.descriptors(master.pid());
            try (ControlConnection control = ControlConnection.to(home)) {
                List<?> listed = list(control, "workers", Map.of("request", "conns", "targets", List.of("baton:1")));
                assertThat(listed).hasSize(1);
                Map<?, ?> worker = (Map<?, ?>) listed.get(0);
                List<?> connections = (List<?>) Objects.requireNonNull(worker.get("connections"));
                assertThat(connections).hasSizeBetween(CLIENTS / 4, CLIENTS * 3 / 4);
                Map<?, ?> oldest = (Map<?, ?>) connections.get(0);
                assertThat(oldest).extracting("requests", "fixed").containsExactly(1, "");

                assertThat(move(control, "baton:1#" + oldest.get("id")))
                        .isEqualTo("1 connection goes to another worker");
                assertThat(move(control, "baton:1")).endsWith("connections go to other workers");
                master.awaitState(state -> open(state, 1) == 0 && open(state, 2) == CLIENTS);
                assertThat(ask()).containsOnly(worker(master.state(), 2).pid());

                control.ask(Map.of("request", "scale", "app", "baton", "change", "3"));
                master.awaitState(state -> open(state, 3) >= CLIENTS / 3 * 9 / 10);
                assertThat(ask()).hasSize(CLIENTS);

                control.ask(Map.of("request", "scale", "app", "baton", "change", "1"));
                assertThat(ask()).containsOnly(worker(master.state(), 1).pid());
            }
            MovedSnapshot moved = moved(master.state());
            assertThat(moved.byHand()).isGreaterThanOrEqualTo(CLIENTS / 4);
            assertThat(moved.rebalance()).isGreaterThanOrEqualTo(CLIENTS / 4);
            assertThat(moved.leaving()).isGreaterThanOrEqualTo(CLIENTS / 2);
            assertThat(moved.closed()).isZero();
            assertThat(Proc.descriptors(master.pid()))
                    .as("of the master, which has fewer workers than before")
                    .isLessThanOrEqualTo(descriptors);
        }
    }

    /** The next worker is stopped, so connections stay on their way: some were sent to it, the others wait in the master. */
    @Test
    void connectionsInTheHandsOfTheMasterSurviveTheDeathOfTheOldWorkerAndOfTheNewOne(@TempDir Path directory)
            throws Exception {
        Path home = directory.resolve("h");
        MasterProcess master =
                new MasterCommand().home(home).start("-i", "2", "--spares", "0", "--archive", "off", "--backoff", "0");
        try (master) {
            master.awaitReady(2);
            connect(master);
            try (ControlConnection control = ControlConnection.to(home)) {
                move(control, "baton:2");
                MasterSnapshot before = master.awaitState(state -> open(state, 1) == CLIENTS);
                int old = worker(before, 1).pid();
                int next = worker(before, 2).pid();
                Proc.stop(next);
                assertThat(move(control, "baton:1")).isEqualTo(CLIENTS + " connections go to other workers");
                Proc.stop(old);
                MasterSnapshot between = master.state();
                assertThat(worker(between, 2).inFlight())
                        .as("step 1: sent, not accepted")
                        .isPositive();
                assertThat(between.groups().get(0).listeners().get(0).held())
                        .as("step 2: in the master")
                        .isPositive();
                // It gets connections back once the other one has accepted nothing for some time.
                long backAgain =
                        worker(between, 1).accepted() - worker(before, 1).accepted();
                Proc.signal(old, Processes.SIGKILL);
                Proc.signal(next, Processes.SIGKILL);
                master.awaitReady(4);
                assertThat(ask().size()).isGreaterThanOrEqualTo((int) (CLIENTS - backAgain));
            }
            assertThat(moved(master.state()).closed()).isZero();
        }
    }

    /**
     * One client after the other, each with an answer: in a burst a worker that stalls for 20 ms on a busy machine would leave its
     * share to the other one.
     */
    private void connect(MasterProcess master) throws IOException {
        int port = master.port();
        for (int i = 0; i < CLIENTS; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setSoTimeout(60_000);
            clients.add(client);
            client.getOutputStream().write(ASK);
            assertThat(answer(client.getInputStream())).startsWith("HTTP/1.1 200");
        }
    }

    /** Sends a request on each connection. Returns the pids of the workers that answered; a closed connection has none. */
    private List<Integer> ask() throws IOException {
        List<Integer> pids = new ArrayList<>();
        for (Socket client : clients) {
            try {
                client.getOutputStream().write(ASK);
                String answer = answer(client.getInputStream());
                if (!answer.isEmpty()) {
                    pids.add(HttpClient.pidIn(answer.substring(answer.indexOf("\r\n\r\n") + 4)));
                }
            } catch (SocketException e) {
                // Its worker was killed.
            }
        }
        return pids;
    }

    /** One answer, which ends with a line of its own; empty at the end of the connection. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        int next = in.read();
        while (next >= 0) {
            text.append((char) next);
            int head = text.indexOf("\r\n\r\n");
            if (head >= 0 && next == '\n' && text.length() > head + 4) {
                break;
            }
            next = in.read();
        }
        return text.toString();
    }

    private static String move(ControlConnection control, String what) throws IOException {
        List<?> results = list(control, "results", Map.of("request", "move", "targets", List.of(what)));
        return String.valueOf(((Map<?, ?>) results.get(0)).get("text"));
    }

    private static List<?> list(ControlConnection control, String field, Map<String, Object> request)
            throws IOException {
        Object found = control.ask(request).get(field);
        return (List<?>) Objects.requireNonNull(found);
    }

    private static int open(MasterSnapshot state, int slot) {
        return state.groups().get(0).slots().size() < slot
                ? 0
                : worker(state, slot).open();
    }

    private static WorkerSnapshot worker(MasterSnapshot state, int slot) {
        return Objects.requireNonNull(
                state.groups().get(0).slots().get(slot - 1).worker());
    }

    private static MovedSnapshot moved(MasterSnapshot state) {
        return state.groups().get(0).listeners().get(0).moved();
    }
}
