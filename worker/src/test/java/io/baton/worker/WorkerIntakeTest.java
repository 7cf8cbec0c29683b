package io.baton.worker;

import static io.baton.worker.MasterByHand.ACK;
import static io.baton.worker.WorkerRig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.worker.WorkerRig.Client;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes connections that are not handed over by the master one by one. */
@ExtendWith(OpenSockets.class)
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class WorkerIntakeTest {

    private WorkerRig rig;
    private LinuxSocket socket;
    private Fd listening;
    private int port;
    private Client given;

    @BeforeEach
    void bind() throws IOException {
        rig = new WorkerRig();
        socket = LinuxSocket.newSocketStream(false);
        listening = Fd.own(socket.intValue());
        socket.setReusePort(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = socket.localAddress().getPort();
    }

    @AfterEach
    void end() throws IOException {
        rig.close();
        listening.close();
    }

    @Test
    void workerAcceptsOnASharedSocketUntilItDrainsAndLeavesTheRestToOthers() throws Exception {
        serveShared();
        Client client = rig.clientOf(port, "a");
        assertThat(client.line()).isEqualTo("heard a");

        disconnect();
        assertThat(required()).contains("\"act\":\"close\",\"key\":\"" + KEY + "\"");
        Client late = rig.clientOf(port, "b");
        client.socket().close();
        assertThat(rig.exitCode()).isZero();
        try (Fd others = Fd.own(Libc.accept(listening))) {
            assertThat(others.isOpen()).isTrue();
            assertThat(late.socket().isConnected()).isTrue();
        }
    }

    @Test
    void workerWhoseListeningSocketWasLostOnTheWayEndsWith1() throws Exception {
        rig.run();
        rig.master.say(sharedReply(querySeq()));
        assertThat(rig.exitCode()).isOne();
    }

    @Test
    void workerWithAReuseportSocketAsksNobodyAndServesTheWaitingClientsWhenItDrains() throws Exception {
        rig.run(7, "--mode", "reuseport", "--host", "127.0.0.1", "--port", String.valueOf(port));
        assertThat(required()).contains("\"act\":\"online\"");
        assertThat(required())
                .contains("\"act\":\"listening\",\"index\":0,\"data\":null,\"address\":\"127.0.0.1\",\"port\":" + port
                        + ",");
        Client client = rig.clientOf(port, "a");
        assertThat(client.line()).isEqualTo("heard a");

        // The loop is busy with one connection while another one waits in the kernel.
        rig.application.initialization = new CompletableFuture<>();
        Client busy = rig.clientOf(port, "b");
        rig.awaitInitialized(2);
        Client waiting = rig.clientOf(port, "c");
        disconnect();
        rig.application.initialization.complete(null);
        assertThat(busy.line()).isEqualTo("heard b");
        assertThat(waiting.line()).isEqualTo("heard c");
        client.socket().close();
        busy.socket().close();
        waiting.socket().close();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void workerThatCannotBindItsReuseportSocketEndsWith1() throws Exception {
        try (Fd taken = Fd.own(LinuxSocket.newSocketStream(false).intValue())) {
            LinuxSocket other = LinuxSocket.newSocket(taken.number());
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            rig.run(
                    7,
                    "--mode",
                    "reuseport",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(other.localAddress().getPort()));
            assertThat(rig.exitCode()).isOne();
        }
    }

    @Test
    void givenConnectionIsServedAndItsGiverHearsOfItsClose() throws Exception {
        rig.serve();
        give("net.Socket", ",\"key\":\"4:::0\"", "a");
        assertThat(required()).isEqualTo(ACK);
        Client client = given;
        assertThat(client.line()).isEqualTo("heard a");
        rig.master.say("{\"cmd\":\"NODE_SOCKET_GET_COUNT\",\"key\":\"4:::0\"}");
        assertThat(required()).isEqualTo("{\"cmd\":\"NODE_SOCKET_COUNT\",\"key\":\"4:::0\",\"count\":1}");
        rig.master.say("{\"cmd\":\"NODE_SOCKET_NOTIFY_CLOSE\",\"key\":\"4:::0\"}");
        client.connection().close();
        client.socket().close();
        assertThat(required()).isEqualTo("{\"cmd\":\"NODE_SOCKET_ALL_CLOSED\",\"key\":\"4:::0\"}");
    }

    @Test
    void connectionGivenBeforeTheWorkerServesIsServedOnceItDoes() throws Exception {
        rig.application.readiness = new CompletableFuture<>();
        rig.run();
        give("net.Native", "", "a");
        rig.master.hearUntil("ACK", ACK::equals);
        rig.awaitSeen("asked whether ready");
        assertThat(rig.application.initialized).hasValue(0);
        rig.application.readiness.complete(null);
        rig.master.say(String.format(WorkerRig.REPLY, querySeq()));
        assertThat(given.line()).isEqualTo("heard a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.Server", "net.BoundSocket"})
    void workerAcceptsOnAGivenServerOrBoundSocket(String type) throws Exception {
        rig.serve();
        if (type.equals("net.Server")) {
            socket.listen(5);
        }
        rig.master.say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"" + type + "\",\"msg\":\"server\"}", listening);
        assertThat(required()).isEqualTo(ACK);
        Client client = rig.clientOf(port, "a");
        assertThat(client.line()).isEqualTo("heard a");
    }

    @Test
    void forkedChildServesGivenSocketsAndFinishesThemWhenItsParentIsGone() throws Exception {
        rig.run(0);
        give("net.Socket", "", "a");
        assertThat(rig.master.hear()).isEqualTo(ACK);
        assertThat(given.line()).isEqualTo("heard a");
        rig.master.close();
        rig.awaitSeen("drain");
        given.send("b");
        assertThat(given.line()).isEqualTo("heard b");
        assertThat(rig.hasEnded()).isFalse();
        given.connection().close();
        given.socket().close();
        assertThat(rig.exitCode()).isZero();
        assertThat(rig.process).isEmpty();
    }

    @Test
    void drainingForkedChildFinishesItsConnectionsWhenItsParentIsGone() throws Exception {
        rig.run(0);
        give("net.Socket", "", "a");
        assertThat(given.line()).isEqualTo("heard a");
        disconnect();
        rig.awaitSeen("drain");
        rig.master.close();
        given.send("b");
        assertThat(given.line()).isEqualTo("heard b");
        given.connection().close();
        given.socket().close();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void forkedChildDoesNotListenThoughItsParentAnswersAQuery() throws Exception {
        rig.run(0);
        rig.master.say(String.format(WorkerRig.REPLY, "0"));
        rig.master.say(sharedReply("0"), listening);
        assertThat(required()).isEqualTo(ACK);
        Client refused = rig.client("a");
        rig.handOver(1, refused);
        assertThat(required()).isEqualTo(ACK);
        assertThat(required()).contains("\"accepted\":false");
        give("net.Socket", "", "b");
        assertThat(required()).isEqualTo(ACK);
        assertThat(given.line()).isEqualTo("heard b");
    }

    private void give(String type, String more, String text) throws IOException {
        given = rig.client(text);
        rig.master.say(
                "{\"cmd\":\"NODE_HANDLE\",\"type\":\"" + type + "\",\"msg\":\"socket\"" + more + "}",
                given.connection());
    }

    private void serveShared() {
        rig.run();
        rig.master.say(sharedReply(querySeq()), listening);
        assertThat(rig.master.hearNoStats()).isEqualTo(ACK);
        assertThat(required()).contains("\"act\":\"listening\"").contains("\"port\":" + port);
    }

    private String querySeq() {
        return MasterByHand.seq(rig.master.hearUntil("queryServer", line -> line.contains("\"queryServer\"")));
    }

    private static String sharedReply(String ack) {
        return "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"errno\":0,\"key\":\""
                + KEY + "\",\"ack\":" + ack + ",\"data\":null,\"seq\":0}}";
    }

    private void disconnect() {
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":4}");
    }

    private String required() {
        String line = rig.master.hearNoStats();
        assertThat(line).as("a line, not the end").isNotNull();
        return String.valueOf(line);
    }
}
