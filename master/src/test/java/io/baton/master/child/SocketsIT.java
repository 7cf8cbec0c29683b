package io.baton.master.child;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.master.OpenDescriptors;
import io.baton.master.child.Sockets.Listening;
import io.baton.master.it.NewNode;
import io.baton.protocol.message.ChannelClosedException;
import io.baton.protocol.message.GivenConnections;
import io.baton.protocol.message.Handle;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of socket can be sent to a forked module, in Node and in Java, and sent back by one, and works at the
 * receiver.
 */
final class SocketsIT {

    private static final String JAVA = "io.baton.master.child.SocketsChild";
    private static final String NODE = script("sockets.js");

    @RegisterExtension
    private final OpenDescriptors descriptors = new OpenDescriptors();

    private final Sockets sockets = new Sockets();
    private final LinkedBlockingQueue<Said> heard = new LinkedBlockingQueue<>();

    private record Said(@Nullable Object message, @Nullable Handle handle) {}

    @BeforeAll
    static void theSharedThreadsRun() throws Exception {
        wait(ChildProcess.spawn("true", List.of()).closed());
    }

    @AfterEach
    void stopLoops() {
        sockets.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE", "JAVA"})
    void aServerSentToAChildIsAcceptedFromThere(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        try (Listening server = sockets.server();
                Handle handle = Handle.of(server.channel())) {
            wait(child.send("server", handle));
            assertThat(next().message()).isEqualTo("server");
            assertThat(connect(server.address())).isEqualTo("served");
            assertThat(handle.isOpen()).as("still open here").isTrue();
        }
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE", "JAVA"})
    void aServerOfAChildIsAcceptedFromHere(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        child.send("server");
        assertThat(connect(sockets.serve(requireNonNull(next().handle())))).isEqualTo("served");
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE", "JAVA"})
    void aConnectionSentToAChildIsServedThere(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        try (Listening server = sockets.accepting(connection -> child.send("connection", connection))) {
            assertThat(connect(server.address())).isEqualTo("served");
            assertThat(next().message()).isEqualTo("connection");
        }
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE", "JAVA"})
    void aConnectionOfAChildIsServedHere(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        child.send("connection");
        int port = (Integer) requireNonNull(next().message());
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            sockets.serve(requireNonNull(next().handle()));
            assertThat(read(client)).isEqualTo("served");
            assertThat(next().message())
                    .as("the child asks when it is closed here")
                    .isEqualTo("closed");
        }
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE", "JAVA"})
    void aChildTellsHowManyOfTheConnectionsThatItWasSentAreOpenAndWhenNoneIs(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        Deque<Socket> clients = new ArrayDeque<>();
        try (Listening server = sockets.accepting(connection -> child.send("kept", connection))) {
            GivenConnections given = child.connectionsOf(server.channel());
            assertThat(wait(given.count())).as("none was sent").isZero();
            wait(given.closed());
            for (int i = 0; i < 3; i++) {
                clients.add(new Socket(
                        server.address().getAddress(), server.address().getPort()));
                assertThat(next().message()).isEqualTo("kept");
            }
            assertThat(wait(given.count())).isEqualTo(3);
            CompletableFuture<Void> closed = given.closed().toCompletableFuture();
            clients.remove().close();
            await().until(() -> wait(given.count()) == 2);
            assertThat(closed).isNotDone();
            while (!clients.isEmpty()) {
                clients.remove().close();
            }
            wait(closed);
            assertThat(wait(given.count())).isZero();

            leave(child);
            assertThatThrownBy(() -> wait(given.count())).hasCauseInstanceOf(ChannelClosedException.class);
            wait(given.closed());
        }
    }

    /** Node is the parent and calls {@code server.getConnections} and {@code server.close}. */
    @Test
    void aJavaChildTellsANodeParentHowManyOfItsConnectionsAreOpenAndWhenNoneIs() throws Exception {
        assertThat(outputOfParent("node", "counts-parent.js"))
                .isEqualTo(new Output("open: 3\nopen: 2\nserver closed with 0 open\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE", "JAVA"})
    void aDatagramSocketSentToAChildReceivesThere(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        try (Listening socket = sockets.datagram();
                Handle handle = Handle.of(socket.channel())) {
            wait(child.send("datagram", handle));
            assertThat(next().message()).isEqualTo("datagram");
            assertThat(ask(socket.address())).isEqualTo("served");
        }
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE", "JAVA"})
    void aDatagramSocketOfAChildReceivesHere(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        child.send("datagram");
        assertThat(ask(sockets.serve(requireNonNull(next().handle())))).isEqualTo("served");
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE26", "JAVA"})
    void aBoundSocketSentToAChildIsListenedOnThere(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        Handle bound = Handle.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress address = requireNonNull(bound.localAddress());
        wait(child.send("bound", bound));
        assertThat(next().message()).isEqualTo("bound");
        assertThat(bound.isOpen()).as("given away").isFalse();
        assertThat(connect(address)).isEqualTo("served");
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE26", "JAVA"})
    void aBoundSocketOfAChildIsListenedOnHere(String runtime) throws Exception {
        ChildProcess child = fork(runtime);
        child.send("bound");
        Handle bound = requireNonNull(next().handle());
        assertThat(bound.kind()).isEqualTo(Handle.Kind.BOUND);
        assertThat(bound.toString()).startsWith("BOUND ");
        assertThat(connect(sockets.serve(bound))).isEqualTo("served");
        leave(child);
    }

    /** A Netty channel that is bound and not connected is a bound socket too. */
    @Test
    void aBoundNettyChannelIsABoundSocket() throws Exception {
        ChildProcess child = fork("JAVA");
        try (Listening channel = sockets.bound()) {
            InetSocketAddress address = channel.address();
            wait(child.send("bound", Handle.of(channel.channel())));
            assertThat(next().message()).isEqualTo("bound");
            assertThat(connect(address)).isEqualTo("served");
        }
        leave(child);
    }

    /** Node is the parent. The Java child and its parent each listen on a bound socket of the other. */
    @Test
    void boundSocketsGoBothWaysBetweenANodeParentAndAJavaChild() throws Exception {
        assertThat(outputOfParent(NewNode.require(SocketsIT.class, 26), "sockets-parent.js"))
                .isEqualTo(new Output("a child listens: served\nthe parent listens: served\n", ""));
    }

    /** What a Node parent of the Java child prints. */
    private static Output outputOfParent(String node, String script) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(script(script), ProcessHandle.current().info().command().orElseThrow(), JAVA));
        command.addAll(ForkCommand.javaOptions(ChildOptions.defaults()));
        return wait(ChildProcess.execFile(node, command).output());
    }

    private ChildProcess fork(String runtime) throws Exception {
        ChildProcess child =
                switch (runtime) {
                    case "NODE" -> ChildProcess.fork(NODE);
                    case "NODE26" ->
                        ChildProcess.fork(
                                NODE,
                                List.of(),
                                ChildOptions.defaults().execPath(NewNode.require(SocketsIT.class, 26)));
                    default -> ChildProcess.fork(JAVA);
                };
        return child.onMessage((message, handle) -> heard.add(new Said(message, handle)));
    }

    /** Ends the child with SIGKILL, because a child that serves does not end by itself. */
    private static void leave(ChildProcess child) throws Exception {
        assertThat(wait(child.kill(9))).isTrue();
        wait(child.closed());
    }

    private static String script(String name) {
        return Path.of("src/test/resources/io/baton/master/child", name)
                .toAbsolutePath()
                .toString();
    }

    private Said next() throws InterruptedException {
        Said said = heard.poll(60, SECONDS);
        assertThat(said).as("a message").isNotNull();
        return requireNonNull(said);
    }

    private static String connect(InetSocketAddress address) throws IOException {
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            return read(client);
        }
    }

    private static String read(Socket client) throws IOException {
        client.setSoTimeout(60_000);
        return new String(client.getInputStream().readAllBytes(), US_ASCII);
    }

    private static String ask(InetSocketAddress address) throws IOException {
        try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            client.setSoTimeout(60_000);
            client.send(new DatagramPacket(new byte[] {'?'}, 1, address));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            client.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), US_ASCII);
        }
    }

    private static <T> T wait(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, SECONDS);
    }
}
