package io.baton.worker.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.json.JsonObjectDecoder;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An uncaught exception ends its connection. No client can make a worker leave. */
final class PipelineEndTest {

    private static final String UPGRADE = String.join(
            "\r\n",
            "GET /ws HTTP/1.1",
            "Host: test",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    private static final String UNMASKED = "\u0081\u0005hello";
    private static final String GZIP =
            "POST / HTTP/1.1\r\nHost: test\r\nContent-Encoding: gzip\r\n" + "Content-Length: 12\r\n\r\nnot gzip at ";

    /** An application's handlers without any exceptionCaught, and the bytes of a hostile client, which then waits. */
    record Attack(String name, Consumer<ChannelPipeline> handlers, String sent) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                attack("silence", p -> p.addLast(new ReadTimeoutHandler(50, TimeUnit.MILLISECONDS)), ""),
                attack("an endless line", p -> p.addLast(new LineBasedFrameDecoder(8)), "much longer than that\n"),
                attack(
                        "a negative length",
                        p -> p.addLast(new LengthFieldBasedFrameDecoder(99, 0, 4)),
                        "\u00ff\u00ff__"),
                attack("no JSON", p -> p.addLast(new JsonObjectDecoder()), "}}}}"),
                attack("an endless varint", p -> p.addLast(new ProtobufVarint32FrameDecoder()), "\u00ff".repeat(9)),
                attack("no PROXY line", p -> p.addLast(new HAProxyMessageDecoder()), "PROXY NONSENSE x y z\r\n"),
                attack("no HTTP/2", p -> p.addLast(http2()), "GET / HTTP/1.1\r\nHost: test\r\n\r\n"),
                attack("no TLS", p -> p.addLast(tls()), "GET / HTTP/1.1\r\nHost: test\r\n\r\n"),
                attack("no gzip", p -> http(p).addLast(new HttpContentDecompressor(1024 * 1024)), GZIP),
                attack("an unmasked frame", PipelineEndTest::webSocket, UPGRADE + UNMASKED),
                attack(
                        "a bad escape",
                        p -> p.addLast(on(text -> new QueryStringDecoder(text).parameters())),
                        "/?a=%zz"),
                attack("no URI", p -> p.addLast(on(URI::create)), "http://[/"),
                attack("no number", p -> p.addLast(on(Integer::parseInt)), "seven"),
                attack("too deep", p -> p.addLast(on(PipelineEndTest::descend)), "((((("),
                attack("a missing class", p -> p.addLast(on(text -> missing())), "x"),
                attack("a bug", p -> p.addLast(on(text -> bug())), "x"),
                attack("a bug in a decoder", p -> p.addLast(new BrokenDecoder()), "x"),
                attack("a bug at once", p -> p.addLast(new BrokenWhenActive()), ""));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void clientIsDisconnectedAndTheWorkerStays(Attack attack) throws Exception {
        InitializingApplication application = channel -> attack.handlers().accept(channel.pipeline());
        for (boolean handsOver : new boolean[] {true, false}) {
            try (AdoptedServer server = new AdoptedServer(application, handsOver);
                    Socket client = server.client()) {
                send(client, attack.sent());
                requireClosed(client);
                assertThat(server.broken).isEmpty();
            }
        }
    }

    @Test
    void clientThatDoesNotReadItsAnswerIsDisconnectedAndTheWorkerStays() throws Exception {
        InitializingApplication application = channel -> channel.pipeline()
                .addLast(new WriteTimeoutHandler(100, TimeUnit.MILLISECONDS))
                .addLast(new Talkative());
        try (AdoptedServer server = new AdoptedServer(application, true);
                Socket client = server.client()) {
            await().untilAsserted(() -> assertThat(Talkative.CLOSED).contains(client.getLocalPort()));
            assertThat(server.broken).isEmpty();
        }
    }

    @Test
    void clientThatResetsDoesNotRetireTheWorker() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        InitializingApplication application = channel -> {
            seen.add("adopted");
            channel.closeFuture().addListener(closed -> seen.add("closed"));
        };
        try (AdoptedServer server = new AdoptedServer(application, true)) {
            Socket client = server.client();
            await().until(() -> seen.contains("adopted"));
            client.setSoLinger(true, 0);
            client.close();
            await().until(() -> seen.contains("closed"));
            assertThat(server.broken).isEmpty();
        }
    }

    /** Netty's OutOfDirectMemoryError is such an error, and the JVM does not exit at it. */
    @Test
    void exhaustedMemoryRetiresTheWorker() throws Exception {
        InitializingApplication application = channel -> channel.pipeline().addLast(on(text -> {
            throw new OutOfMemoryError("failed to allocate 16777216 byte(s) of direct memory");
        }));
        try (AdoptedServer server = new AdoptedServer(application, true);
                Socket client = server.client()) {
            client.getOutputStream().write('x');
            requireClosed(client);
            await().until(() -> !server.broken.isEmpty());
            assertThat(server.broken).hasSize(1).first().isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void exceptionOfAHandlerAddedLaterClosesItsConnection() throws Exception {
        InitializingApplication application = channel -> channel.pipeline().addLast(new AddsLater(on(text -> bug())));
        try (AdoptedServer server = new AdoptedServer(application, true);
                Socket client = server.client()) {
            client.getOutputStream().write('x');
            requireClosed(client);
        }
    }

    @Test
    void handlerAddedLaterMayCatchExceptionsAndKeepTheConnection() throws Exception {
        InitializingApplication application = channel -> channel.pipeline().addLast(new AddsLater(new Forgiving()));
        try (AdoptedServer server = new AdoptedServer(application, true);
                Socket client = server.client()) {
            for (int i = 0; i < 2; i++) {
                client.getOutputStream().write('x');
                assertThat(client.getInputStream().readNBytes(5))
                        .asString(US_ASCII)
                        .isEqualTo("sorry");
            }
            assertThat(server.broken).isEmpty();
        }
    }

    @Test
    void pipelineHoldsTheApplicationsHandlersOnly() throws Exception {
        List<String> names = new CopyOnWriteArrayList<>();
        InitializingApplication application =
                channel -> channel.pipeline().addLast("only", new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext context) {
                        names.add(
                                String.valueOf(context.pipeline().lastContext().name()));
                        names.addAll(context.pipeline().toMap().keySet());
                    }
                });
        try (AdoptedServer server = new AdoptedServer(application, false);
                Socket client = server.client()) {
            await().until(() -> names.size() >= 2);
            assertThat(client.isConnected()).isTrue();
            assertThat(names).containsExactly("only", "only");
        }
    }

    /** Bytes behind the head of an upgrade are sent once the upgrade is granted. */
    private static void send(Socket client, String text) throws IOException {
        int head = text.startsWith(UPGRADE) ? UPGRADE.length() : 0;
        client.getOutputStream().write(text.substring(0, head).getBytes(ISO_8859_1));
        StringBuilder granted = new StringBuilder();
        while (head > 0 && granted.indexOf("\r\n\r\n") < 0) {
            granted.append((char) client.getInputStream().read());
        }
        client.getOutputStream().write(text.substring(head).getBytes(ISO_8859_1));
    }

    private static void requireClosed(Socket client) throws IOException {
        byte[] any = new byte[1024];
        try {
            while (client.getInputStream().read(any) >= 0) {
                // The server may send an alert, a GOAWAY or an answer first.
            }
        } catch (SocketException e) {
            // The connection may end with a reset, because not all bytes of the client were read.
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static Attack attack(String name, Consumer<ChannelPipeline> handlers, String sent) {
        return new Attack(name, handlers, sent);
    }

    private static ChannelPipeline http(ChannelPipeline pipeline) {
        return pipeline.addLast(new HttpServerCodec());
    }

    private static void webSocket(ChannelPipeline pipeline) {
        http(pipeline).addLast(new HttpObjectAggregator(1024)).addLast(new WebSocketServerProtocolHandler("/ws"));
    }

    private static ChannelHandler[] http2() {
        return new ChannelHandler[] {
            Http2FrameCodecBuilder.forServer().build(),
            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter() {
                @Override
                public boolean isSharable() {
                    return true;
                }
            })
        };
    }

    private static SslHandler tls() {
        try {
            var engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(false);
            return new SslHandler(engine);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bug() {
        throw new IllegalStateException("a handler's bug");
    }

    private static void missing() {
        throw new NoClassDefFoundError("user/Missing");
    }

    @SuppressWarnings("InfiniteRecursion") // It is to overflow the stack.
    private static int descend(String text) {
        return descend(text) + descend(text);
    }

    private static SimpleChannelInboundHandler<ByteBuf> on(Consumer<String> action) {
        return new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
                action.accept(bytes.toString(US_ASCII));
            }
        };
    }

    private static final class BrokenDecoder extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            bug();
        }
    }

    private static final class BrokenWhenActive extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            bug();
        }
    }

    /** Adds a handler behind all others when the first byte comes, as upgrades do. */
    private static final class AddsLater extends ChannelInboundHandlerAdapter {

        private final ChannelHandler later;

        AddsLater(ChannelHandler later) {
            this.later = later;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.pipeline().addLast(later);
            context.fireChannelRead(message);
            context.pipeline().remove(this);
        }
    }

    private static final class Forgiving extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            bug();
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.writeAndFlush(Unpooled.copiedBuffer("sorry", US_ASCII));
        }
    }

    /** Writes more bytes than the kernel takes for a client that does not read. */
    private static final class Talkative extends ChannelInboundHandlerAdapter {

        static final List<Integer> CLOSED = new CopyOnWriteArrayList<>();

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(new byte[32 * 1024 * 1024]));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            CLOSED.add(((InetSocketAddress) context.channel().remoteAddress()).getPort());
        }
    }
}
