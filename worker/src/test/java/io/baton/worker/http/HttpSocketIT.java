package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that need a real socket: when a FIN or an RST is noticed, and what a client can still read after it. */
class HttpSocketIT {

    /** A computation that is not cancelled would run for minutes. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    private static final String COMPUTE = "GET /compute HTTP/1.1\r\nHost: here\r\n\r\n";

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BuiltInApplication application = new BuiltInApplication();
    private final Channel server = serve();

    private Channel serve() {
        application.start(new FakeWorker());
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        application.initialize(channel);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void stop() {
        application.stop();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(US_ASCII));
    }

    private static String readToEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    private void awaitRunning(int running, Duration atMost) {
        await(atMost, () -> application.load().running() == running);
    }

    private static void await(Duration atMost, Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(atMost).until(condition);
    }

    @Test
    void runningComputationStopsAtOnceWhenTheClientCloses() throws IOException {
        try (Socket client = connect()) {
            send(client, COMPUTE);
            awaitRunning(1, Duration.ofSeconds(5));
        }
        awaitRunning(0, AT_ONCE);
    }

    @Test
    void runningComputationStopsAlsoWhenTheFinComesBehindMoreRequests() throws IOException {
        try (Socket client = connect()) {
            send(client, COMPUTE);
            awaitRunning(1, Duration.ofSeconds(5));
            send(client, GET.repeat(1_000));
            client.shutdownOutput();
            awaitRunning(0, AT_ONCE);
            assertThat(readToEnd(client)).isEmpty();
        }
    }

    @Test
    void runningComputationStopsAlsoWhenTheFinComesBehindMoreThanTheKernelHolds() throws IOException {
        try (Socket client = connect()) {
            send(client, COMPUTE);
            awaitRunning(1, Duration.ofSeconds(5));
            send(client, GET.repeat(6_000));
            client.shutdownOutput();
            awaitRunning(0, Duration.ofSeconds(1));
            assertThat(readToEnd(client)).isEmpty();
        }
    }

    @Test
    void runningComputationStopsWhenTheClientResets() throws IOException {
        try (Socket client = connect()) {
            send(client, COMPUTE);
            awaitRunning(1, Duration.ofSeconds(5));
            client.setSoLinger(true, 0);
        }
        awaitRunning(0, AT_ONCE);
    }

    @Test
    void runningComputationStopsWhenAClientThatSentMoreThanIsReadResets() throws IOException {
        ByteBuffer requests = ByteBuffer.wrap(GET.repeat(500_000).getBytes(US_ASCII));
        try (SocketChannel client = SocketChannel.open(server.localAddress())) {
            send(client.socket(), COMPUTE);
            awaitRunning(1, Duration.ofSeconds(5));
            client.configureBlocking(false);
            await(Duration.ofSeconds(5), () -> client.write(requests) == 0);
            client.configureBlocking(true);
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        awaitRunning(0, AT_ONCE);
    }

    @Test
    void waitingComputationLeavesItsPlaceWhenTheClientCloses() throws IOException {
        try (Socket first = connect()) {
            send(first, COMPUTE);
            awaitRunning(1, Duration.ofSeconds(5));
            try (Socket second = connect()) {
                send(second, COMPUTE);
                await(Duration.ofSeconds(5), () -> application.load().waiting() == 1);
            }
            await(AT_ONCE, () -> application.load().waiting() == 0);
        }
    }

    @Test
    void loopAnswersWhileThePoolComputes() throws IOException {
        try (Socket busy = connect();
                Socket client = connect()) {
            send(busy, COMPUTE);
            awaitRunning(1, Duration.ofSeconds(5));
            send(client, GET);
            client.shutdownOutput();
            assertThat(readToEnd(client)).endsWith("I am worker, pid: 4711, ppid: 42\n");
        }
    }

    @Test
    void halfClosedClientThatReadsLateGetsEveryAnswer() throws IOException {
        int requests = 20_000;
        try (Socket client = connect()) {
            Thread sending = new Thread(() -> {
                try {
                    send(client, GET.repeat(requests));
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            sending.start();
            assertThat(readToEnd(client).split("I am worker", -1)).hasSize(requests + 1);
        }
    }

    @Test
    void refusedClientThatIsStillSendingCanReadWhy() throws IOException {
        try (Socket client = connect()) {
            send(client, "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(500_000));
            assertThat(readToEnd(client)).startsWith("HTTP/1.1 413 ").endsWith("(expected: at most 1048576 bytes)\n");
        }
    }
}
