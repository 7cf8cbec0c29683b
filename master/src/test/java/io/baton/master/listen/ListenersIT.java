package io.baton.master.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Delivery;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Lane;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.totals.Totals;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which socket is open for which workers. The sockets are real, and the workers only ask and take. */
@Timeout(30)
final class ListenersIT {

    private static final long HOLD_MS = 300;

    private final Conductor conductor = Conductor.start();
    private final Listeners listeners = new Listeners(
            conductor,
            new ApplicationJournal(new Journal(conductor), "app", ""),
            Delivery.DEFAULT,
            new Addresses(),
            new SocketEndpoints(
                    conductor,
                    new ApplicationJournal(new Journal(conductor), "app", ""),
                    Delivery.DEFAULT,
                    -1,
                    HOLD_MS,
                    5_000,
                    new Totals().of("app")),
            HOLD_MS);
    private final Asker a = new Asker();
    private final Asker b = new Asker();
    private final List<AutoCloseable> clients = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        onConductor(() -> listeners.stop(() -> {}));
        onConductor(listeners::endHeld);
        a.got.forEach(Connection::close);
        b.got.forEach(Connection::close);
        for (AutoCloseable client : clients) {
            client.close();
        }
        conductor.stop();
    }

    @Test
    void workersThatAskForTheSameShareOneSocketAndItsConnections() throws Exception {
        int port = ask(a, "127.0.0.1", 0, "4", 0).port();
        assertThat(port).isPositive();
        assertThat(ask(b, "127.0.0.1", 0, "4", 0).port()).isEqualTo(port);
        assertThat(a.key()).isEqualTo(b.key()).isEqualTo("127.0.0.1:0:4:undefined:0");
        onConductor(() -> listeners.admit(a));
        onConductor(() -> listeners.admit(b));
        connect(port);
        connect(port);
        await().until(() -> a.got.size() == 1 && b.got.size() == 1);
    }

    @Test
    void theSecondPortZeroOfAWorkerIsAnotherPort() throws Exception {
        int first = ask(a, "127.0.0.1", 0, "4", 0).port();
        int second = ask(a, "127.0.0.1", 0, "4", 1).port();
        assertThat(second).isNotEqualTo(first);
        assertThat(ask(b, "127.0.0.1", 0, "4", 1).port()).isEqualTo(second);
    }

    @Test
    void aWorkerThatAsksAfterItBecameReadyGetsConnectionsAtOnce() throws Exception {
        onConductor(() -> listeners.admit(a));
        connect(ask(a, "127.0.0.1", 0, "4", 0).port());
        await().until(() -> a.got.size() == 1);
    }

    @Test
    void noHostMeansEveryAddressOfIpv4AndIpv6() throws Exception {
        onConductor(() -> listeners.admit(a));
        ListenAddress bound = ask(a, null, 0, "4", 0);
        assertThat(bound.addressType()).isEqualTo("6");
        connect(bound.port());
        clients.add(new Socket(Inet6Address.getByName("::1"), bound.port()));
        await().until(() -> a.got.size() == 2);
    }

    @Test
    void aPortInUseIsTheWorkersErrorAndMayBeAskedForAgain() throws Exception {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            onConductor(() -> listeners.asked(a, query("127.0.0.1", port, "4", 0)));
            assertThat(a.errno).isEqualTo(Errno.EADDRINUSE);
        }
        assertThat(ask(a, "127.0.0.1", port, "4", 0).port()).isEqualTo(port);
    }

    /** The conductor would wait for the answer, and all clients with it. Node's primary refuses names in the same way. */
    @Test
    void aNameIsTheWorkersErrorAndIsNotLookedUp() throws Exception {
        for (String name : List.of("localhost", "a.name.invalid", "1.2.3", "999.1.1.1", "")) {
            for (String type : List.of("4", "6", "udp4", "udp6")) {
                a.errno = -1;
                onConductor(() -> listeners.asked(a, query(name, 0, type, 0)));
                assertThat(a.errno).as("error for " + name + ", " + type).isEqualTo(Errno.EINVAL);
            }
        }
        assertThat(ask(a, "::1%lo", 0, "6", 0).port()).isPositive();
    }

    /** Its channel makes a protocol error of it. What is left open fails this test. */
    @Test
    void anInvalidPortThrowsAndLeavesNoSocket() throws Exception {
        Set<Integer> before = openSockets();
        for (String type : List.of("4", "udp4")) {
            assertThatThrownBy(() -> onConductor(() -> listeners.asked(a, query("127.0.0.1", -1, type, 0))))
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
        assertThat(openSockets()).isEqualTo(before);
    }

    /** By number, of this process. */
    private static Set<Integer> openSockets() throws IOException {
        Set<Integer> open = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : entries) {
                if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
                        && Files.readSymbolicLink(entry).toString().startsWith("socket:")) {
                    open.add(Integer.parseInt(entry.getFileName().toString()));
                }
            }
        }
        return open;
    }

    @Test
    void anAddressOfAnotherMachineIsTheWorkersError() throws Exception {
        onConductor(() -> listeners.asked(a, query("192.0.2.1", 1, "4", 0)));
        assertThat(a.errno).isEqualTo(Errno.EADDRNOTAVAIL);
    }

    @Test
    void theLastWorkerThatClosesItClosesThePort() throws Exception {
        int port = ask(a, "127.0.0.1", 0, "4", 0).port();
        ask(b, "127.0.0.1", 0, "4", 0);
        onConductor(() -> listeners.closed(a, a.key()));
        connect(port);
        onConductor(() -> listeners.closed(b, b.key()));
        awaitClosed(port);
    }

    @Test
    void aSocketThatWasJustClosedIsNotInTheWayOfAnotherListener() throws Exception {
        int port = ask(a, "127.0.0.1", 0, "4", 0).port();
        onConductor(() -> listeners.closed(a, a.key()));
        assertThat(ask(a, "127.0.0.1", port, "4", 0).port()).isEqualTo(port);
    }

    @Test
    void thePortOfADeadWorkerStaysOpenAndItsSuccessorGetsTheConnectionsOfMeanwhile() throws Exception {
        int port = ask(a, "127.0.0.1", 0, "4", 0).port();
        onConductor(() -> listeners.admit(a));
        connect(port);
        await().until(() -> a.got.size() == 1);
        die(a);
        connect(port);
        onConductor(() -> listeners.admit(b));
        assertThat(ask(b, "127.0.0.1", 0, "4", 0).port()).isEqualTo(port);
        await().until(() -> b.got.size() == 2);
        assertThat(b.got.get(0)).isSameAs(a.got.get(0));
        a.got.clear();
    }

    @Test
    void aWorkerThatWasToldToLeaveMayCloseItsPortWithoutClosingIt() throws Exception {
        int port = ask(a, "127.0.0.1", 0, "4", 0).port();
        onConductor(() -> listeners.admit(a));
        onConductor(() -> listeners.dismiss(a));
        onConductor(() -> listeners.closed(a, a.key()));
        connect(port);
    }

    @Test
    void aPortThatNoReadyWorkerAsksForIsClosedAfterTheHoldTimeout() throws Exception {
        int port = ask(a, "127.0.0.1", 0, "4", 0).port();
        die(a);
        onConductor(listeners::allReady);
        connect(port);
        awaitClosed(port);
    }

    /** A worker has one window, whatever it serves. */
    @Test
    void aConnectionThatWaitsAtOnePortIsHandedOverWhenOneOfAnotherPortWasAccepted() throws Exception {
        Asker narrow = new Asker(1);
        int first = ask(narrow, "127.0.0.1", 0, "4", 0).port();
        int second = ask(narrow, "127.0.0.1", 0, "4", 1).port();
        onConductor(() -> listeners.admit(narrow));
        connect(first);
        await().until(() -> narrow.got.size() == 1);
        connect(second);
        onConductor(() -> narrow.lane().answered(0, true));
        await().until(() -> narrow.got.size() == 2);
        onConductor(() -> narrow.lane().answered(1, true));
    }

    @Test
    void aPathIsServedAndRemovedInTheEnd(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("socket");
        onConductor(() -> listeners.admit(a));
        ask(a, path.toString(), -1, "-1", 0);
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        clients.add(client);
        client.connect(UnixDomainSocketAddress.of(path));
        await().until(() -> a.got.size() == 1);
        onConductor(() -> listeners.closed(a, a.key()));
        await().untilAsserted(() -> assertThat(path).doesNotExist());
    }

    @Test
    void workersThatNeededDifferentNumbersOfTriesShareOnePort() throws Exception {
        int port = freePort();
        ask(a, "127.0.0.1", port, "4", 3);
        onConductor(() -> listeners.asked(b, query("127.0.0.1", port, "4", 0)));
        assertThat(b.errno).isZero();
        assertThat(b.key()).isEqualTo(a.key()).isEqualTo("127.0.0.1:" + port + ":4:undefined");
        onConductor(() -> listeners.asked(b, query("127.0.0.1", port, "4", 1)));
        assertThat(b.errno).as("it listens there already").isEqualTo(Errno.EADDRINUSE);
    }

    /** The usual code: existsSync, unlinkSync, listen. */
    @Test
    void aPathThatTheNextWorkerRemovesBeforeItListensLeadsToAllWorkers(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("socket");
        onConductor(() -> listeners.admit(a));
        onConductor(() -> listeners.admit(b));
        ask(a, path.toString(), -1, "-1", 0);
        Files.delete(path);
        ask(b, path.toString(), -1, "-1", 0);
        connect(path);
        connect(path);
        await().until(() -> a.got.size() == 1 && b.got.size() == 1);
        onConductor(() -> listeners.closed(a, a.key()));
        onConductor(() -> listeners.closed(b, b.key()));
        await().untilAsserted(() -> assertThat(path).doesNotExist());
    }

    @Test
    void thePathOfADeadWorkerThatItsSuccessorRemovesIsServedAgain(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("socket");
        onConductor(() -> listeners.admit(a));
        ask(a, path.toString(), -1, "-1", 0);
        die(a);
        Files.delete(path);
        onConductor(() -> listeners.admit(b));
        ask(b, path.toString(), -1, "-1", 0);
        connect(path);
        await().until(() -> b.got.size() == 1);
    }

    @Test
    void aFileThatIsNotOursByNowIsNotRemovedInTheEnd(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("socket");
        ask(a, path.toString(), -1, "-1", 0);
        Files.delete(path);
        Files.writeString(path, "another program's");
        onConductor(() -> listeners.stop(() -> {}));
        assertThat(path).hasContent("another program's");
    }

    @Test
    void whoMayConnectToAPathIsWhatTheProgramSaid(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("socket");
        int flags = ListenRequest.READABLE_ALL | ListenRequest.WRITABLE_ALL;
        ListenRequest request = new ListenRequest(new ListenAddress(path.toString(), -1, "-1"), 0, -1, flags, 0, null);
        onConductor(() -> listeners.asked(a, new Message.QueryServer(0, request)));
        assertThat(Files.getPosixFilePermissions(path))
                .contains(
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.OTHERS_WRITE,
                        PosixFilePermission.OTHERS_READ);
    }

    @Test
    void aPathInAFolderThatIsNotThereIsAnAccessErrorAsInNode(@TempDir Path directory) throws Exception {
        onConductor(() -> listeners.asked(a, query(directory + "/none/socket", -1, "-1", 0)));
        assertThat(a.errno).isEqualTo(Errno.EACCES);
    }

    @Test
    void anIpv4AddressWrittenAsIpv6IsAnsweredAsIpv6() throws Exception {
        assertThat(ask(a, "::ffff:127.0.0.1", 0, "6", 0).addressType()).isEqualTo("6");
    }

    @Test
    void aPathThatIsTooLongIsTheWorkersError(@TempDir Path directory) throws Exception {
        onConductor(() -> listeners.asked(a, query(directory + "/" + "x".repeat(100), -1, "-1", 0)));
        assertThat(a.errno).isEqualTo(Errno.EINVAL);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void dataOfTheFirstWorkerIsToldToAllWorkers() throws Exception {
        ListenRequest tls =
                new ListenRequest(new ListenAddress("127.0.0.1", 0, "4"), 0, -1, 0, 0, "{\"ticketKeys\":\"00\"}");
        onConductor(() -> listeners.asked(a, new Message.QueryServer(0, tls)));
        ask(b, "127.0.0.1", 0, "4", 0);
        assertThat(a.data).isEqualTo("{\"ticketKeys\":\"00\"}").isEqualTo(b.data);
    }

    @Test
    void aUdpPortIsSharedByWorkersWhichReceiveThemselves() throws Exception {
        onConductor(() -> listeners.asked(a, query("127.0.0.1", 0, "udp4", 0)));
        onConductor(() -> listeners.asked(b, query("127.0.0.1", 0, "udp4", 0)));
        assertThat(a.type).isEqualTo(HandleType.DGRAM_NATIVE);
        try (Fd first = Objects.requireNonNull(a.socket);
                Fd second = Objects.requireNonNull(b.socket);
                DatagramSocket client = new DatagramSocket()) {
            int port = LinuxSocket.newSocket(first.number()).localAddress().getPort();
            client.send(new DatagramPacket(new byte[] {1}, 1, InetAddress.getLoopbackAddress(), port));
            client.send(new DatagramPacket(new byte[] {2}, 1, InetAddress.getLoopbackAddress(), port));
            assertThat(received(first)).isEqualTo(1);
            assertThat(received(second)).isEqualTo(2);
        }
    }

    /** IPv6 only leaves the IPv4 port of the same number to others. */
    @Test
    void ipv6OnlyIsIpv6Only() throws Exception {
        ListenRequest request =
                new ListenRequest(new ListenAddress("::", 0, "6"), 0, -1, ListenRequest.IPV6_ONLY, 0, null);
        onConductor(() -> listeners.asked(a, new Message.QueryServer(0, request)));
        int port = Objects.requireNonNull(a.bound).port();
        clients.add(new Socket(Inet6Address.getByName("::1"), port));
        assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
        assertThat(ask(b, "127.0.0.1", port, "4", 0).port()).isEqualTo(port);
    }

    @Test
    void aDescriptorThatIsNotAListeningSocketIsTheWorkersError() throws Exception {
        for (int fd : new int[] {0, 1_000_000}) {
            ListenRequest request = new ListenRequest(new ListenAddress(null, -1, "null"), 0, fd, 0, 0, null);
            onConductor(() -> listeners.asked(a, new Message.QueryServer(0, request)));
            assertThat(a.errno).as("descriptor " + fd).isPositive();
        }
    }

    /** As from a service manager that hands listening sockets to the master. */
    @Test
    void aSocketThatTheMasterInheritedIsServedByItsNumber() throws Exception {
        LinuxSocket inherited = LinuxSocket.newSocketStream(false);
        inherited.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = inherited.localAddress().getPort();
        onConductor(() -> listeners.admit(a));
        onConductor(() -> listeners.asked(a, descriptor(inherited.intValue())));
        inherited.close();
        assertThat(Objects.requireNonNull(a.bound).port()).isEqualTo(port);
        connect(port);
        await().until(() -> a.got.size() == 1);
    }

    /** Another worker's channel, or the socket of another port, is not a worker's to name. */
    @Test
    void aWorkerCannotNameASocketThatTheMasterOpened() throws Exception {
        Set<Integer> before = descriptors();
        onConductor(() -> listeners.admit(a));
        onConductor(() -> listeners.asked(a, query("127.0.0.1", 0, "4", 0)));
        assertThat(a.errno).isZero();
        Set<Integer> opened = descriptors();
        opened.removeAll(before);
        assertThat(opened).isNotEmpty();
        for (int fd : opened) {
            onConductor(() -> listeners.asked(a, descriptor(fd)));
            assertThat(a.errno).as("descriptor " + fd + " of " + opened).isEqualTo(Errno.EINVAL);
        }
    }

    /** As a worker does: it leaves, ready or not, and its channel is read to the end. */
    private void die(Asker worker) throws Exception {
        onConductor(() -> listeners.dismiss(worker));
        onConductor(() -> listeners.dead(worker));
    }

    private static Set<Integer> descriptors() throws IOException {
        Set<Integer> numbers = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : entries) {
                if (Files.isSymbolicLink(entry)) {
                    numbers.add(Integer.valueOf(entry.getFileName().toString()));
                }
            }
        }
        return numbers;
    }

    private static Message.QueryServer descriptor(int fd) {
        return new Message.QueryServer(0, new ListenRequest(new ListenAddress(null, -1, "null"), 0, fd, 0, 0, null));
    }

    private static int received(Fd socket) {
        ByteBuffer packet = ByteBuffer.allocateDirect(16);
        await().until(() -> Libc.receive(socket, packet) > 0);
        return packet.get(0);
    }

    private ListenAddress ask(Asker worker, @Nullable String host, int port, String type, int index) throws Exception {
        onConductor(() -> listeners.asked(worker, query(host, port, type, index)));
        assertThat(worker.errno).isZero();
        return Objects.requireNonNull(worker.bound);
    }

    private static Message.QueryServer query(@Nullable String host, int port, String type, int index) {
        return new Message.QueryServer(
                0, new ListenRequest(new ListenAddress(host, port, type), index, -1, 0, 0, null));
    }

    private void connect(int port) throws IOException {
        clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private void connect(Path path) throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        clients.add(client);
        client.connect(UnixDomainSocketAddress.of(path));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitClosed(int port) {
        await().untilAsserted(() -> assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class));
    }

    private interface Deed {
        void run() throws Exception;
    }

    private void onConductor(Deed deed) throws Exception {
        Callable<Boolean> call = () -> {
            deed.run();
            return true;
        };
        conductor.loop().submit(call).get(10, TimeUnit.SECONDS);
    }

    /** Remembers what it was answered, and takes what comes. */
    private final class Asker implements Peer, Lane.Sender {

        private final List<Connection> got = new CopyOnWriteArrayList<>();
        private final Lane lane;

        private int errno = -1;
        private @Nullable String key;
        private @Nullable ListenAddress bound;
        private @Nullable String data;
        private @Nullable HandleType type;
        private @Nullable Fd socket;

        Asker() {
            this(16);
        }

        Asker(int capacity) {
            lane = new Lane(conductor, this, capacity);
        }

        String key() {
            return Objects.requireNonNull(key);
        }

        @Override
        public void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data) {
            this.errno = 0;
            this.key = key;
            this.bound = bound;
            this.data = data;
        }

        @Override
        public void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket) {
            this.errno = 0;
            this.key = key;
            this.type = type;
            this.socket = socket;
        }

        @Override
        public void servesNothing() {}

        @Override
        public void refuse(Message.QueryServer query, String key, int errno) {
            this.errno = errno;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public long nextSeq() {
            return got.size();
        }

        @Override
        public void newConnection(Connection connection) {
            got.add(connection);
        }
    }
}
