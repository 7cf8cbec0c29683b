package io.baton.worker;

import static io.baton.worker.MasterByHand.ACK;
import static io.baton.worker.WorkerRig.KEY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.worker.WorkerRig.Client;
import io.baton.worker.http.BuiltInApplication;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker that gives connections back to its master, and takes those that others have served. */
@ExtendWith(OpenSockets.class)
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class WorkerMoveTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    private static final String NACK = "{\"cmd\":\"NODE_HANDLE_NACK\"}";

    private WorkerRig rig;

    @BeforeEach
    void connect() throws IOException {
        rig = new WorkerRig();
        rig.served = new BuiltInApplication();
        rig.serve();
    }

    @AfterEach
    void end() throws IOException {
        rig.close();
    }

    @Test
    void leavingWorkerGivesAConnectionBackWithTheBytesOfTheNextRequest() throws Exception {
        Client client = served("GET /ne");
        disconnect(true);
        assertThat(returned())
                .startsWith("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":{\"cmd\":\"NODE_BATON\","
                        + "\"act\":\"returned\",\"key\":\"" + KEY + "\",\"leftover\":\"" + base64("GET /ne")
                        + "\",\"requests\":1,\"age\":");
        rig.master.say(ACK);
        assertThat(rig.exitCode()).isZero();
        try (Fd given = rig.master.handle()) {
            assertThat(Libc.send(
                            given,
                            ByteBuffer.allocateDirect(6)
                                    .put("later\n".getBytes(US_ASCII))
                                    .flip()))
                    .isEqualTo(6);
        }
        assertThat(client.line()).isEqualTo("later");
    }

    @Test
    void workerServesOnWhatItsMasterCannotTake() throws Exception {
        Client client = served("GET / HT");
        disconnect(true);
        for (int i = 0; i < 4; i++) {
            String unused = returned();
            rig.master.handle().close();
            rig.master.say(NACK);
        }
        client.send("TP/1.1\r\nHost: here\r\n\r\n");
        assertThat(answer(client)).contains("Connection: close");
        client.socket().close();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void workerServesOnWhenItsChannelEndsInTheMiddle() throws Exception {
        rig.close();
        rig = new WorkerRig();
        rig.served = new BuiltInApplication();
        rig.serve("--kill-timeout", "28000", "--orphan-drain", "10000");
        Client client = served("");
        disconnect(true);
        String unused = returned();
        rig.master.handle().close();
        rig.parentLives = false;
        rig.master.close();
        client.send(GET);
        assertThat(answer(client)).contains("Connection: close");
        client.socket().close();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void nothingIsGivenBackAtAStop() throws Exception {
        Client client = served("");
        disconnect(false);
        String unused = rig.master.hearUntil("close", line -> line.contains("\"act\":\"close\""));
        client.send(GET);
        assertThat(answer(client)).contains("Connection: close");
        client.socket().close();
        assertThat(rig.master.hearOut()).noneMatch(line -> line.contains("returned"));
    }

    @Test
    void movedConnectionIsServedFromItsLeftoverOn() throws Exception {
        Client client = rig.client("");
        rig.master.say(
                WorkerRig.newConnection(KEY, 1)
                        .replace(
                                "\"seq\":1",
                                "\"seq\":1,\"baton\":{\"leftover\":\"" + base64(GET + "GET /n")
                                        + "\",\"requests\":7,\"age\":60000}"),
                client.connection());
        String unused = rig.master.hearUntil("accepted", line -> line.contains("\"accepted\":true"));
        assertThat(answer(client)).startsWith("HTTP/1.1 200 OK");
        client.send("one HTTP/1.1\r\nHost: here\r\n\r\n");
        assertThat(answer(client)).startsWith("HTTP/1.1 404 Not Found");
        rig.master.say("{\"cmd\":\"NODE_BATON\",\"act\":\"askConnections\",\"after\":0,\"seq\":9}");
        assertThat(rig.master.hearUntil("connections", line -> line.contains("\"act\":\"connections\"")))
                .matches(".*\"ack\":9,\"more\":false,\"list\":\\[\\{\"id\":1,\"peer\":\"127.0.0.1:"
                        + client.socket().getLocalPort()
                        + "\",\"age\":6\\d{4},\"requests\":9,\"idle\":\\d{1,4},\"fixed\":\"\"}],.*");
    }

    @Test
    void masterMayAskForTheConnectionsThatAreIdleForLongest() throws Exception {
        Client first = served("");
        Client second = served("");
        awaitIdle();
        first.send(GET);
        String unusedToo = answer(first);
        giveBack(1, 0);
        String line = returned();
        assertThat(line).contains("\"requests\":1");
        rig.master.handle().close();
        rig.master.say(ACK);
        assertThat(rig.master.hearUntil("gaveBack", text -> text.contains("gaveBack")))
                .contains("\"ack\":8,\"count\":1,\"why\":\"\"");
        first.send(GET);
        assertThat(answer(first)).startsWith("HTTP/1.1 200 OK").doesNotContain("close");
        giveBack(1, 2);
        assertThat(rig.master.hearUntil("gaveBack", text -> text.contains("gaveBack")))
                .contains("\"count\":0,\"why\":\"there is no connection 2\"");
        assertThat(second.socket().isClosed()).isFalse();
    }

    /** Waits until both connections were idle for longer than the kernel's clock is coarse. */
    private void awaitIdle() {
        String list;
        do {
            rig.master.say("{\"cmd\":\"NODE_BATON\",\"act\":\"askConnections\",\"after\":0,\"seq\":9}");
            list = rig.master.hearUntil("connections", line -> line.contains("\"act\":\"connections\""));
        } while (!list.matches(".*\"idle\":\\d{2,}.*\"idle\":\\d{2,}.*"));
    }

    /** A client that has sent a request and this behind it, and has its answer. */
    private Client served(String more) throws IOException {
        Client client = rig.client(GET + more);
        rig.handOver(1, client);
        assertThat(answer(client)).startsWith("HTTP/1.1 200 OK");
        return client;
    }

    private static String answer(Client client) throws IOException {
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = client.line(); line != null && !line.isEmpty(); line = client.line()) {
            head.append(line).append('\n');
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        assertThat(client.reader().skip(length)).isEqualTo(length);
        return head.toString();
    }

    private void disconnect(boolean move) {
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":4"
                + (move ? ",\"baton\":{\"move\":true}}" : "}"));
    }

    private void giveBack(int count, long id) {
        rig.master.say(
                "{\"cmd\":\"NODE_BATON\",\"act\":\"giveBack\",\"count\":" + count + ",\"id\":" + id + ",\"seq\":8}");
    }

    private String returned() {
        return rig.master.hearUntil("returned", line -> line.contains("\"act\":\"returned\""));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
    }
}
