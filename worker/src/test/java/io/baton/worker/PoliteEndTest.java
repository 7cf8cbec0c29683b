package io.baton.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.worker.WorkerRig.Client;
import io.baton.worker.http.BuiltInApplication;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Drain;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients meet whose connections a worker ends: an answer, a goodbye or FIN, and never RST. */
@ExtendWith(OpenSockets.class)
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class PoliteEndTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    private static final String UPGRADE =
            """
            GET /ws HTTP/1.1
            Host: here
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """;
    private static final String BUDGET_MS = "300";

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private final CountDownLatch nextIsSent = new CountDownLatch(1);

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
    void bytesThatCrossTheEndOfAConnectionMeetNoReset() throws Exception {
        serve(new HttpServerCodec(), new HttpObjectAggregator(1024), new Answering(false, true));
        Client client = opened(GET + GET + "x".repeat(100_000));
        assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
        client.send("more");
        assertThat(readToEnd(client)).contains("connection: close").endsWith("\r\n\r\nok");
    }

    @Test
    void requestThatCrossesTheEndOfAnIdleConnectionIsAnsweredAsTheLast() throws Exception {
        serve(new HttpServerCodec(), new HttpObjectAggregator(1024), new Answering(false, false));
        Client client = opened("GET /close HTTP/1.1\r\nHost: here\r\n\r\n");
        assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
        client.send(GET);
        nextIsSent.countDown();
        assertThat(readToEnd(client)).matches("(?s).*ok.*200 OK.*connection: close.*ok");
        assertThat(seen).containsExactly("GET /close", "GET /");
    }

    @Test
    void requestThatCrossesTheKeepAliveTimeoutIsAnswered() throws Exception {
        rig.served = new BuiltInApplication();
        rig.serve("--demo-faults", "true", "--keep-alive-timeout", "700");
        Client idle = opened("");
        Client blocking = opened(GET);
        assertThat(blocking.line()).isEqualTo("HTTP/1.1 200 OK");
        // Not its first request, which the loop would read in the turn before its timers.
        blocking.send("GET /block?ms=1500 HTTP/1.1\r\nHost: here\r\n\r\n");
        await().pollInterval(1, TimeUnit.MILLISECONDS).until(PoliteEndTest::loopIsBlocked);
        idle.send(GET);
        assertThat(readToEnd(idle)).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
        assertThat(readToEnd(blocking)).containsSubsequence("I am worker", "HTTP/1.1 200 OK");
    }

    private static boolean loopIsBlocked() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().contains("DemoFaults")
                        && frame.getMethodName().contains("lock"));
    }

    @Test
    void streamingAnswerIsToldOfTheDrainAndEndsWithTheBudget() throws Exception {
        serve(new HttpServerCodec(), new HttpObjectAggregator(1024), new Answering(true, false));
        Client client = opened(GET);
        assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
        disconnect();
        assertThat(readToEnd(client)).contains("part").doesNotEndWith("0\r\n\r\n");
        client.socket().close();
        assertThat(rig.exitCode()).isZero();
        assertThat(rig.master.hearOut()).noneMatch(line -> line.contains("\"returned\""));
    }

    @Test
    void webSocketIsToldThatTheServiceRestarts() throws Exception {
        serve(new HttpServerCodec(), new HttpObjectAggregator(1024), new WebSocketServerProtocolHandler("/ws"));
        Client client = opened(UPGRADE.replace("\n", "\r\n"));
        InputStream bytes = client.socket().getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) bytes.read());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101 Switching Protocols");
        disconnect();
        byte[] frame = bytes.readNBytes(4);
        assertThat(frame[0]).as("a close frame").isEqualTo((byte) 0x88);
        assertThat((frame[2] & 0xff) << 8 | (frame[3] & 0xff)).isEqualTo(1012);
        client.socket().close();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void protocolThatBatonDoesNotKnowGetsFinAtTheEndOfTheBudget() throws Exception {
        serve(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                seen.add("told " + event);
            }
        });
        Client client = opened("hello");
        disconnect();
        client.send("more");
        assertThat(client.line()).isNull();
        client.socket().close();
        assertThat(rig.exitCode()).isZero();
        assertThat(seen).contains("told " + Drain.STARTED);
    }

    private void serve(ChannelHandler... handlers) {
        rig.served = new Application() {
            @Override
            public void initialize(Channel channel) {
                channel.pipeline().addLast(handlers);
            }
        };
        rig.serve("--drain-budget", BUDGET_MS);
    }

    private Client opened(String text) throws IOException {
        Client client = rig.client(text);
        rig.handOver(1, client);
        String unused = rig.master.hearUntil("accepted", line -> line.contains("\"accepted\":true"));
        // The master's copy would keep the connection open.
        client.connection().close();
        return client;
    }

    private void disconnect() {
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":4,\"baton\":{\"move\":true}}");
    }

    private static String readToEnd(Client client) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = client.reader().read(); c >= 0; c = client.reader().read()) {
            text.append((char) c);
        }
        return text.toString();
    }

    /** Answers each request, or streams without an end. Closes the connection after each answer, or after one to /close. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {

        private final boolean streams;
        private final boolean closes;

        Answering(boolean streams, boolean closes) {
            this.streams = streams;
            this.closes = closes;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            seen.add(request.method() + " " + request.uri());
            if (streams) {
                DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                HttpUtil.setTransferEncodingChunked(head, true);
                ctx.write(head);
                ctx.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer("part", US_ASCII)));
                return;
            }
            DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.copiedBuffer("ok", US_ASCII));
            HttpUtil.setContentLength(answer, 2);
            HttpUtil.setKeepAlive(answer, !closes);
            ctx.writeAndFlush(answer);
            if (closes) {
                ctx.close();
            } else if (request.uri().equals("/close")) {
                ctx.executor().execute(() -> closeWhenNextIsSent(ctx));
            }
        }

        /** Blocks the loop, so that the next request waits in the kernel. */
        private void closeWhenNextIsSent(ChannelHandlerContext ctx) {
            try {
                assertThat(nextIsSent.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            ctx.close();
        }
    }
}
