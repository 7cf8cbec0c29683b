package io.baton.worker;

import static io.baton.worker.MasterByHand.ACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Fd;
import io.baton.worker.WorkerRig.Client;
import io.baton.worker.spi.Listener;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker serves several listeners, and its application can tell them apart. */
@ExtendWith(OpenSockets.class)
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class WorkerListenersTest {

    private static final String WEB = "null:3000:4:undefined";
    private static final String ADMIN = "127.0.0.1:9000:4:undefined";
    private static final List<String> TWO =
            List.of("--warm-up", "0", "--listen", "web=*:3000", "--listen", "admin=127.0.0.1:9000");

    private WorkerRig rig;

    @BeforeEach
    void connect() throws IOException {
        rig = new WorkerRig();
    }

    @AfterEach
    void end() throws IOException {
        rig.close();
    }

    @Test
    void applicationIsToldTheListenerOfEachConnection() throws Exception {
        run(TWO);
        String web = query("\"address\":null,\"port\":3000");
        String admin = query("\"address\":\"127.0.0.1\",\"port\":9000");
        answer(admin, ADMIN, "127.0.0.1", 9000);
        answer(web, WEB, "::", 3000);
        requireListening("\"address\":null,\"port\":3000");
        requireListening("\"address\":\"127.0.0.1\",\"port\":9000");

        requireServed(1, WEB);
        requireServed(2, ADMIN);
        requireServed(3, ADMIN);
        requireServed(4, WEB);
        Listener everyAddress = new Listener("web", new InetSocketAddress(InetAddress.getByName("::"), 3000));
        Listener admins = new Listener("admin", loopback(9000));
        assertThat(rig.application.listeners).containsExactly(everyAddress, admins, admins, everyAddress);
    }

    @Test
    void workerListensOnlyWhenAllItsListenersAreAnsweredAndSaysSoInOrder() {
        run(TWO);
        String web = query("3000");
        String admin = query("9000");
        answer(admin, ADMIN, "127.0.0.1", 9000);
        assertThat(rig.master.hear()).as("a second later").matches(MasterByHand::isStats);
        answer(web, WEB, "0.0.0.0", 3000);
        requireListening("\"port\":3000");
        requireListening("\"port\":9000");
    }

    @Test
    void workerThatIsRefusedOneListenerEndsWith1AndSaysNoListening() throws Exception {
        run(TWO);
        String web = query("3000");
        String admin = query("9000");
        answer(web, WEB, "0.0.0.0", 3000);
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"errno\":-98,\"key\":\"" + ADMIN + "\",\"ack\":" + admin
                + ",\"data\":null,\"seq\":0}");
        assertThat(rig.exitCode()).isOne();
        assertThat(rig.master.hearOut()).isEmpty();
    }

    @Test
    void twoListenersOnPort0AreTwoSockets() throws Exception {
        run(List.of("--warm-up", "0", "--listen", "a=127.0.0.1:0", "--listen", "b=127.0.0.1:0", "--listen", "c=*:0"));
        String a = query("\"index\":0,\"data\":null,\"address\":\"127.0.0.1\",\"port\":0");
        String b = query("\"index\":1,\"data\":null,\"address\":\"127.0.0.1\",\"port\":0");
        String c = query("\"index\":0,\"data\":null,\"address\":null,\"port\":0");
        answer(a, "a", "127.0.0.1", 1111);
        answer(b, "b", "127.0.0.1", 2222);
        answer(c, "c", "0.0.0.0", 3333);
        requireListening("\"index\":0,\"data\":null,\"address\":\"127.0.0.1\",\"port\":1111");
        requireListening("\"index\":1,\"data\":null,\"address\":\"127.0.0.1\",\"port\":2222");
        requireListening("\"index\":0,\"data\":null,\"address\":null,\"port\":3333");
        requireServed(1, "b");
        assertThat(rig.application.listeners).containsExactly(new Listener("b", loopback(2222)));
    }

    @Test
    void socketsOfSeveralListenersAreAcceptedOnWhenAllAreThere() throws Exception {
        int otherPort = freePort();
        try (Fd shared = bound()) {
            int port = port(shared);
            run(List.of(
                    "--warm-up",
                    "0",
                    "--mode",
                    "shared",
                    "--listen",
                    "web=127.0.0.1:" + port,
                    "--listen",
                    "admin=127.0.0.1:9000,handoff",
                    "--listen",
                    "own=127.0.0.1:" + otherPort + ",reuseport"));
            String web = query("\"port\":" + port);
            String admin = query("\"port\":9000");
            answer(web, WEB, shared);
            assertThat(rig.master.hearNoStats()).isEqualTo(ACK);
            answer(admin, ADMIN, "127.0.0.1", 9000);
            requireListening("\"port\":" + port);
            requireListening("\"port\":9000");
            requireListening("\"port\":" + otherPort);
            assertThat(rig.clientOf(port, "a").line()).isEqualTo("heard a");
            assertThat(rig.clientOf(otherPort, "b").line()).isEqualTo("heard b");
            requireServed(1, ADMIN);
            assertThat(rig.application.listeners)
                    .containsExactly(
                            new Listener("web", loopback(port)),
                            new Listener("own", loopback(otherPort)),
                            new Listener("admin", loopback(9000)));
        }
    }

    /** The extension checks that the socket is closed. */
    @Test
    void sharedSocketIsClosedUnusedWhenAnotherListenerIsRefused() throws Exception {
        try (Fd shared = bound()) {
            run(TWO);
            String web = query("3000");
            String admin = query("9000");
            answer(web, WEB, shared);
            answer(admin, ADMIN, null);
            assertThat(rig.exitCode()).isOne();
            assertThat(rig.master.hearOut()).containsOnly(ACK);
        }
    }

    @Test
    void workerThatDrainsClosesAllItsListeners() throws Exception {
        run(TWO);
        String web = query("3000");
        String admin = query("9000");
        answer(web, WEB, "0.0.0.0", 3000);
        answer(admin, ADMIN, "127.0.0.1", 9000);
        requireListening("\"port\":3000");
        requireListening("\"port\":9000");
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":4}");
        assertThat(rig.master.hearOut())
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"act\":\"close\",\"key\":\"" + WEB + "\""),
                        line -> assertThat(line).contains("\"act\":\"close\",\"key\":\"" + ADMIN + "\""));
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void warmUpAndGivenConnectionsCountAsTheFirstListeners() throws Exception {
        run(List.of("--warm-up", "1", "--listen", "web=127.0.0.1:0", "--listen", "admin=127.0.0.1:9000"));
        String web = query("\"port\":0");
        String admin = query("9000");
        answer(web, WEB, "127.0.0.1", 3000);
        answer(admin, ADMIN, "127.0.0.1", 9000);
        requireListening("\"port\":3000");
        requireListening("\"port\":9000");
        Client given = rig.client("a");
        rig.master.say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":0}", given.connection());
        assertThat(given.line()).isEqualTo("heard a");
        assertThat(rig.application.listeners)
                .containsExactly(new Listener("web", loopback(0)), new Listener("web", loopback(3000)));
    }

    @Test
    void connectionsOfAForkedChildCountAsAListenerCalledHttpWithoutAPort() throws Exception {
        rig.run(0, "--warm-up", "0");
        Client given = rig.client("a");
        rig.master.say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":0}", given.connection());
        assertThat(given.line()).isEqualTo("heard a");
        assertThat(rig.application.listeners).containsExactly(new Listener("http", new InetSocketAddress(0)));
    }

    private void run(List<String> arguments) {
        rig.run(7, arguments.toArray(String[]::new));
    }

    /** The number of the worker's next request to listen, which must contain this. */
    private String query(String part) {
        String query = rig.master.hearUntil("queryServer", line -> line.contains("\"queryServer\""));
        assertThat(query).contains(part);
        return MasterByHand.seq(query);
    }

    private void answer(String query, String key, String address, int port) {
        String family = address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"errno\":null,\"key\":\"" + key + "\",\"ack\":" + query
                + ",\"data\":null,\"sockname\":{\"address\":\"" + address + "\",\"family\":\"" + family
                + "\",\"port\":" + port + "},\"seq\":0}");
    }

    private void answer(String query, String key, @Nullable Fd socket) {
        rig.master.say(
                "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"errno\":0,\"key\":\""
                        + key + "\",\"ack\":" + query + ",\"data\":null,\"seq\":0}}",
                socket);
    }

    private void requireListening(String part) {
        assertThat(rig.master.hearNoStats()).contains("\"act\":\"listening\"", part);
    }

    private void requireServed(int seq, String key) throws IOException {
        Client client = rig.client("a");
        rig.master.say(WorkerRig.newConnection(key, seq), client.connection());
        assertThat(rig.master.hearNoStats()).isEqualTo(ACK);
        assertThat(rig.master.hearNoStats()).contains("\"ack\":" + seq + ",\"accepted\":true");
        client.connection().close();
        assertThat(client.line()).isEqualTo("heard a");
    }

    private static Fd bound() throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketStream(false);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return Fd.own(socket.intValue());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int freePort() throws IOException {
        try (Fd socket = bound()) {
            return port(socket);
        }
    }

    private static int port(Fd socket) {
        return LinuxSocket.newSocket(socket.number()).localAddress().getPort();
    }
}
