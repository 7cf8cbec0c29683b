package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.UnixListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Node program listens on everything that Node knows, and gets Node's errors, in both of Node's scheduling policies. */
@Timeout(120)
final class NodeListenIT {

    private static final int SIGTTOU = 22;
    private static final int NOBODY = 65534;
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @ParameterizedTest
    @ValueSource(strings = {"handoff", "shared"})
    void portZeroIsOnePortForAllWorkersAndBothKindsOfAddresses(String mode) throws IOException {
        try (MasterProcess master = NodeProgram.ready("listens.js", "--mode", mode, "zero")) {
            assertThat(NodeProgram.said(master, 1, "zero"))
                    .matches("\\{\"address\":\"::\",\"family\":\"IPv6\",\"port\":\\d+\\}")
                    .isEqualTo(NodeProgram.said(master, 2, "zero"));
            int port = NodeProgram.portSaid(master, 1, "zero");
            assertThat(pid(ipv4(), port)).isIn(master.children());
            assertThat(pid(ipv6(), port)).isIn(master.children());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"handoff", "shared"})
    void theSecondPortZeroOfOneWorkerIsTheSecondOfTheOther(String mode) throws IOException {
        try (MasterProcess master = NodeProgram.ready("listens.js", "--mode", mode, "zeros")) {
            int first = NodeProgram.portSaid(master, 1, "first");
            int second = NodeProgram.portSaid(master, 1, "second");
            assertThat(first).isNotEqualTo(second).isEqualTo(NodeProgram.portSaid(master, 2, "first"));
            assertThat(second).isEqualTo(NodeProgram.portSaid(master, 2, "second"));
            assertThat(pid(ipv4(), first)).isPositive();
            assertThat(pid(ipv4(), second)).isPositive();
        }
    }

    /** Where the whole path would be too long for a socket. */
    @ParameterizedTest
    @ValueSource(strings = {"handoff", "shared"})
    void aRelativePathIsOneInTheDirectoryOfTheMasterAndGoneAfterAStop(String mode, @TempDir Path directory)
            throws IOException {
        Path deep = Files.createDirectory(directory.resolve("d".repeat(UnixListener.MAX_PATH)));
        Path path = deep.resolve("relative.sock");
        Path link = Files.createSymbolicLink(directory.resolve("link"), path);
        try (MasterProcess master =
                new MasterCommand().after("cd " + deep).start(NodeProgram.path("listens.js"), "--mode", mode, "path")) {
            master.awaitReady(2);
            assertThat(NodeProgram.said(master, 1, "path")).isEqualTo("\"relative.sock\"");
            try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                client.connect(UnixDomainSocketAddress.of(link));
                ByteBuffer answer = ByteBuffer.allocate(64);
                while (client.read(answer) >= 0) {
                    // To the end.
                }
                assertThat(Integer.parseInt(StandardCharsets.US_ASCII
                                .decode(answer.flip())
                                .toString()
                                .trim()))
                        .isIn(master.children());
            }
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(30))).isZero();
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void ipv6IsIpv6AndIpv6OnlyIsNothingElse() throws IOException {
        try (MasterProcess master = NodeProgram.ready("listens.js", "ipv6")) {
            assertThat(NodeProgram.said(master, 1, "ipv6")).contains("\"::1\"");
            assertThat(pid(ipv6(), NodeProgram.portSaid(master, 1, "ipv6"))).isPositive();
        }
        try (MasterProcess master = NodeProgram.ready("listens.js", "ipv6only")) {
            int port = NodeProgram.portSaid(master, 1, "ipv6only");
            assertThat(pid(ipv6(), port)).isPositive();
            assertThatThrownBy(() -> pid(ipv4(), port)).isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"handoff", "shared"})
    void aPortInUseIsTheProgramsErrorAndItsRetrySucceeds(String mode) throws IOException {
        int port;
        MasterProcess master;
        try (ServerSocket other = new ServerSocket(0, 1, ipv4())) {
            port = other.getLocalPort();
            master = NodeProgram.start("listens.js", "--mode", mode, "taken", "" + port);
            assertThat(NodeProgram.said(master, 1, "taken")).isEqualTo("\"EADDRINUSE\"");
            assertThat(NodeProgram.said(master, 2, "taken")).isEqualTo("\"EADDRINUSE\"");
        }
        try (master) {
            master.awaitReady(2);
            assertThat(pid(ipv4(), port)).isIn(master.children());
        }
    }

    @Test
    void anAddressOfAnotherMachineIsTheProgramsError() {
        try (MasterProcess master = NodeProgram.start("listens.js", "nowhere")) {
            assertThat(NodeProgram.said(master, 1, "nowhere")).isEqualTo("\"EADDRNOTAVAIL\"");
        }
    }

    @Test
    void aPortThatItsUserMayNotOpenIsTheProgramsError(@TempDir Path directory) throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        MasterCommand command = new MasterCommand().home(home);
        if (System.getProperty("user.name").equals("root")) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "root without setpriv(1) may listen anywhere");
            Files.setAttribute(directory, "unix:uid", NOBODY);
            Files.setAttribute(home, "unix:uid", NOBODY);
            command.after("exec setpriv --reuid=" + NOBODY + " --regid=" + NOBODY + " --clear-groups \"$@\"");
        }
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Path forbidden = Files.createDirectory(
                directory.resolve("forbidden"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        try (MasterProcess master =
                command.start(NodeProgram.path("listens.js"), "at", "" + forbidden.resolve("socket"))) {
            assertThat(NodeProgram.said(master, 1, "at")).isEqualTo("\"EACCES\"");
        }
        int firstForAll = Integer.parseInt(Files.readString(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start"))
                .trim());
        if (firstForAll > 1) {
            try (MasterProcess master = command.start(NodeProgram.path("listens.js"), "port", "1")) {
                assertThat(NodeProgram.said(master, 1, "port")).isEqualTo("\"EACCES\"");
            }
        }
    }

    /** Under a Node primary it would go back to the same worker, for ever. */
    @Test
    void aConnectionThatAWorkerRejectsGoesToAnother() throws IOException {
        try (MasterProcess master = NodeProgram.ready("listens.js", "limit")) {
            int port = NodeProgram.portSaid(master, 1, "limit");
            try (Socket first = connect(ipv4(), port);
                    Socket second = connect(ipv4(), port)) {
                assertThat(Set.of(line(first), line(second))).hasSize(2);
                try (Socket third = connect(ipv4(), port)) {
                    third.setSoTimeout(500);
                    assertThatThrownBy(() -> line(third)).isInstanceOf(SocketTimeoutException.class);
                    third.setSoTimeout(20_000);
                    first.shutdownOutput();
                    assertThat(line(third))
                            .as("an answer after the first worker has left")
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void tlsServersShareTheirTicketKeys(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("key.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost"))
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        try (MasterProcess master = NodeProgram.ready("listens.js", "tls", store.toString())) {
            assertThat(NodeProgram.said(master, 1, "tickets"))
                    .hasSize(98)
                    .isEqualTo(NodeProgram.said(master, 2, "tickets"));
            int port = NodeProgram.portSaid(master, 1, "tls");
            Set<String> pids = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                try (Socket client = SelfMadeKey.trusted().getSocketFactory().createSocket(ipv4(), port)) {
                    pids.add(line(client));
                }
            }
            assertThat(pids).hasSize(2);
        }
    }

    @Test
    void aUdpPortIsSharedByAllWorkers() throws Exception {
        try (MasterProcess master = NodeProgram.start("listens.js", "udp");
                DatagramSocket client = new DatagramSocket()) {
            int port = NodeProgram.portSaid(master, 1, "udp");
            assertThat(NodeProgram.portSaid(master, 2, "udp")).isEqualTo(port);
            client.setSoTimeout(10_000);
            Set<String> pids = new HashSet<>();
            byte[] bytes = new byte[64];
            for (int i = 0; i < 200 && pids.isEmpty(); i++) {
                client.send(new DatagramPacket(new byte[] {1}, 1, new InetSocketAddress(ipv4(), port)));
                DatagramPacket answer = new DatagramPacket(bytes, bytes.length);
                client.receive(answer);
                pids.add(new String(bytes, 0, answer.getLength(), StandardCharsets.US_ASCII));
            }
            assertThat(pids).allMatch(pid -> master.children().contains(Integer.parseInt(pid)));
        }
    }

    @Test
    void aServerThatIsClosedMayListenAgain() throws IOException {
        try (MasterProcess master = NodeProgram.ready("listens.js", "again")) {
            int port = NodeProgram.portSaid(master, 1, "again");
            assertThat(NodeProgram.portSaid(master, 2, "again")).isPositive();
            await().until(() -> pid(ipv4(), port) > 0);
        }
    }

    /** A Node that hears of a socket after it was told to leave, both at once, would die of it. */
    @Test
    void aWorkerThatIsToldToLeaveBeforeItListensIsNotAnswered() {
        try (MasterProcess master = NodeProgram.start("listens.js", "--mode", "shared", "late")) {
            assertThat(NodeProgram.said(master, 2, "late")).isEqualTo("\"blocked\"");
            Proc.signal(master.pid(), SIGTTOU);
            WorkerEvent.Stepped told = master.awaitEvent(
                    WorkerEvent.Stepped.class, step -> step.reason().equals("one worker less"));
            assertThat(told.to()).isEqualTo(WorkerState.DRAINING);
            assertThat(master.awaitStep(told.worker().pid(), WorkerState.EXITED).reason())
                    .isEqualTo("exit code 0");
        }
    }

    @Test
    void aDescriptorThatIsNoSocketIsTheProgramsError() {
        try (MasterProcess master = NodeProgram.start("listens.js", "fd", "0")) {
            assertThat(NodeProgram.said(master, 1, "fd")).isEqualTo("\"EINVAL\"");
        }
    }

    @Test
    void aProgramWithoutAPortIsReadyWhenItSaysSo() {
        try (MasterProcess master = NodeProgram.ready("works.js", "tell")) {
            assertThat(readyBecause(master)).anyMatch(reason -> reason.endsWith("it says so"));
        }
    }

    /** A consumer of a queue, and one that listened for a moment only. */
    @Test
    void aProgramThatDoesNotListenIsReadyWhenItHasRunForAWhile() {
        try (MasterProcess master = NodeProgram.ready("works.js", "brief")) {
            assertThat(readyBecause(master)).hasSize(2).allMatch(reason -> reason.endsWith("runs, without listening"));
        }
    }

    @Test
    void theSuccessorOfAWorkerThatListenedIsReadyWhenItListensToo(@TempDir Path directory) throws IOException {
        String started = directory.resolve("started").toString();
        try (MasterProcess master = NodeProgram.start("works.js", "-i", "1", "once", started)) {
            master.awaitReady(1);
            Proc.signal(master.children().get(0), Processes.SIGKILL);
            master.awaitEvent(WorkerEvent.Stepped.class, step -> step.to() == WorkerState.ONLINE, 2);
            try (Socket waiting = connect(ipv4(), NodeProgram.port(master))) {
                assertThat(line(waiting)).isEqualTo("" + master.children().get(0));
            }
            master.awaitReady(2);
            assertThat(readyBecause(master)).hasSize(2).allMatch(reason -> reason.endsWith("listens"));
        }
    }

    @Test
    void aProgramThatCouldNotListenHasFailedToStart() {
        try (MasterProcess master = NodeProgram.start("works.js", "--ready-timeout", "3s", "fail")) {
            WorkerEvent.Stepped killed =
                    master.awaitEvent(WorkerEvent.Stepped.class, step -> step.to() == WorkerState.KILLING);
            assertThat(killed.from()).isEqualTo(WorkerState.ONLINE);
            assertThat(killed.reason()).isEqualTo("not ready after 3000 ms; it could not listen on 192.0.2.1:1");
        }
    }

    private static List<String> readyBecause(MasterProcess master) {
        return master.events(WorkerEvent.Stepped.class).stream()
                .filter(step -> step.to() == WorkerState.READY)
                .map(WorkerEvent.Stepped::reason)
                .toList();
    }

    private static InetAddress ipv4() throws IOException {
        return Inet4Address.getByAddress(LOOPBACK_4);
    }

    private static InetAddress ipv6() throws IOException {
        return Inet6Address.getByAddress(LOOPBACK_6);
    }

    private static Socket connect(InetAddress address, int port) throws IOException {
        Socket socket = new Socket(address, port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static int pid(InetAddress address, int port) throws IOException {
        try (Socket socket = connect(address, port)) {
            return Integer.parseInt(line(socket));
        }
    }

    private static String line(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
