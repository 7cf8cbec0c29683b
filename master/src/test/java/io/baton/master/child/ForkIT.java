package io.baton.master.child;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.message.ChannelClosedException;
import io.baton.protocol.message.Handle;
import io.baton.protocol.posix.Processes;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannel;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges messages with a forked module, in Node and in Java. */
final class ForkIT {

    private static final String JAVA = "io.baton.master.child.EchoChild";
    private static final String NODE = "src/test/resources/io/baton/master/child/echo.js";

    private final LinkedBlockingQueue<List<@Nullable Object>> heard = new LinkedBlockingQueue<>();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @AfterEach
    void stopLoops() throws Exception {
        assertThat(loops.shutdownGracefully(0, 1, SECONDS).await(30, SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {NODE, JAVA})
    void everyMessageComesBackAsItWasSent(String module) throws Exception {
        ChildProcess child = echo(module);
        List<@Nullable Object> messages = Arrays.asList(
                null,
                true,
                7,
                1L << 40,
                0.5,
                "",
                "x",
                "x".repeat(1000),
                "é😀\u2028".repeat(150_000),
                "lone \ud800 and \udc00\ud83d, a pair \ud83d\ude00, \u0000\n\"\\",
                Map.of("list", List.of(1, List.of(), Map.of()), "cmd", "NODE_"));
        for (Object message : messages) {
            child.send(message);
        }
        for (Object message : messages) {
            assertThat(next()).isEqualTo(message);
        }
        await(child.send(new Pair("a", List.of(1, 2))));
        assertThat(next()).isEqualTo(Map.of("name", "a", "numbers", List.of(1, 2)));
        await(child.sendJson("{\n\"a\" :\n[1]}"));
        assertThat(next()).isEqualTo(Map.of("a", List.of(1)));
        leave(child);
    }

    private record Pair(String name, List<Integer> numbers) {}

    @ParameterizedTest
    @ValueSource(strings = {NODE, JAVA})
    void aHundredThousandMessagesArriveInOrder(String module) throws Exception {
        ChildProcess child = echo(module);
        CompletionStage<Void> last = child.send(0);
        for (int i = 1; i < 100_000; i++) {
            last = child.send(i);
        }
        await(last);
        for (int i = 0; i < 100_000; i++) {
            assertThat(next()).isEqualTo(i);
        }
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {NODE, JAVA})
    void connectionsAreGivenAwayAmongMessagesInOrder(String module) throws Exception {
        ChildProcess child = echo(module);
        List<CompletionStage<Void>> sent = new ArrayList<>();
        LinkedBlockingQueue<Handle> accepted = new LinkedBlockingQueue<>();
        InetSocketAddress address = serve(accepted);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(new Socket(address.getAddress(), address.getPort()));
            Handle connection = requireNonNull(accepted.poll(30, SECONDS));
            sent.add(child.send(i, connection));
            sent.add(child.send("after " + i));
            assertThatThrownBy(() -> child.send("again", connection)).isInstanceOf(IllegalStateException.class);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(next()).isEqualTo(List.of("handle", i));
            assertThat(next()).isEqualTo("after " + i);
        }
        for (Socket client : clients) {
            try (client;
                    InputStream input = client.getInputStream()) {
                client.setSoTimeout(30_000);
                assertThat(new String(input.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("greeted");
            }
        }
        for (CompletionStage<Void> each : sent) {
            await(each);
        }
        leave(child);
    }

    @ParameterizedTest
    @ValueSource(strings = {NODE, JAVA})
    void theDeathOfAChildEndsEveryPendingSend(String module) throws Exception {
        ChildProcess child = echo(module);
        await(child.kill(Processes.SIGSTOP));
        LinkedBlockingQueue<Handle> accepted = new LinkedBlockingQueue<>();
        InetSocketAddress address = serve(accepted);
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            Handle connection = requireNonNull(accepted.poll(30, SECONDS));
            List<CompletableFuture<Void>> pending = new ArrayList<>();
            pending.add(child.send("with a handle", connection).toCompletableFuture());
            for (int i = 0; i < 100; i++) {
                pending.add(child.send("x".repeat(100_000)).toCompletableFuture());
            }
            await(child.kill(Processes.SIGKILL));
            assertThat(await(child.exited()).signal()).isEqualTo(Processes.SIGKILL);
            for (CompletableFuture<Void> each : pending) {
                assertThatThrownBy(() -> each.get(30, SECONDS)).hasCauseInstanceOf(ChannelClosedException.class);
            }
            assertThat(connection.isOpen()).as("the connection is ours again").isTrue();
            connection.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** A server whose connections become handles that were never read. */
    private InetSocketAddress serve(LinkedBlockingQueue<Handle> accepted) throws Exception {
        ServerBootstrap server = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) throws Exception {
                        accepted.add(Handle.of((UnixChannel) channel));
                        channel.close().addListener(closed -> assertThat(closed.isSuccess())
                                .isTrue());
                    }
                });
        return (InetSocketAddress) server.bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel()
                .localAddress();
    }

    private ChildProcess echo(String module) throws Exception {
        String name =
                module.equals(JAVA) ? module : Path.of(module).toAbsolutePath().toString();
        ChildProcess child = ChildProcess.fork(name);
        child.onMessage((message, handle) -> heard.add(Arrays.asList(message)));
        assertThat(next()).isEqualTo("up");
        return child;
    }

    private static void leave(ChildProcess child) throws Exception {
        child.disconnect();
        assertThat(await(child.closed()).code()).isZero();
    }

    private @Nullable Object next() throws Exception {
        List<@Nullable Object> message = heard.poll(60, SECONDS);
        assertThat(message).as("a message").isNotNull();
        return requireNonNull(message).get(0);
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, SECONDS);
    }
}
