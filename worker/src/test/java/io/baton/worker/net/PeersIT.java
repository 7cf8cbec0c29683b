package io.baton.worker.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients use Netty's own server pipelines, HTTP/2, TLS and WebSocket, on adopted channels. */
@Timeout(60)
final class PeersIT {

    @ParameterizedTest(name = "handed over: {0}")
    @ValueSource(booleans = {true, false})
    void curlIsAnsweredInHttp2WithPriorKnowledge(boolean handsOver) throws Exception {
        requireTool("curl");
        try (AdoptedServer server = new AdoptedServer(channel -> http2(channel.pipeline()), handsOver)) {
            assertThat(run("curl", "-sS", "-m", "20", "--http2-prior-knowledge", "-w", " %{http_version}", url(server)))
                    .isEqualTo("over h2 2");
        }
    }

    @Test
    void nodeIsAnsweredInHttp2() throws Exception {
        requireTool("node");
        String program =
                """
                const client = require('http2').connect(process.argv[1]);
                const stream = client.request({':path': '/'});
                let body = '';
                stream.setEncoding('utf8').on('data', d => body += d).on('end', () => { console.log(body); client.close(); });
                """;
        try (AdoptedServer server = new AdoptedServer(channel -> http2(channel.pipeline()), true)) {
            assertThat(run("node", "-e", program, url(server)).strip()).isEqualTo("over h2");
        }
    }

    @ParameterizedTest(name = "handed over: {0}")
    @ValueSource(booleans = {true, false})
    void javaClientUpgradesFromHttp1ToHttp2(boolean handsOver) throws Exception {
        try (AdoptedServer server = new AdoptedServer(PeersIT::upgrading, handsOver)) {
            HttpResponse<String> answer = get(HttpClient.newHttpClient(), url(server));
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("over h2");
            assertThat(get(
                                    HttpClient.newBuilder()
                                            .version(HttpClient.Version.HTTP_1_1)
                                            .build(),
                                    url(server))
                            .body())
                    .isEqualTo("over h1");
        }
    }

    @Test
    void javaClientNegotiatesHttp2OverTls(@TempDir Path directory) throws Exception {
        SelfSigned keys = SelfSigned.in(directory);
        SslContext tls = keys.server();
        InitializingApplication application =
                channel -> channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Negotiation());
        try (AdoptedServer server = new AdoptedServer(application, true)) {
            String url = "https://localhost:" + server.address.getPort() + "/";
            HttpClient client =
                    HttpClient.newBuilder().sslContext(keys.client()).build();
            HttpResponse<String> answer = get(client, url);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("over h2");
            assertThat(server.broken).isEmpty();
        }
    }

    @Test
    void javaClientTalksOverAWebSocket() throws Exception {
        InitializingApplication application = channel -> channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(1024),
                        new WebSocketServerProtocolHandler("/ws"),
                        new Echo());
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (AdoptedServer server = new AdoptedServer(application, true)) {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.address.getPort() + "/ws"), listener(heard))
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("heard hello");
            socket.abort();
            assertThat(server.broken).isEmpty();
        }
    }

    private static WebSocket.Listener listener(CompletableFuture<String> heard) {
        return new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                heard.complete(text.toString());
                return null;
            }
        };
    }

    private static void http2(ChannelPipeline pipeline) {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer().build();
        pipeline.addLast(codec, new Http2MultiplexHandler(new AnswersStream()));
    }

    private static void http1(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpObjectAggregator(1024), new AnswersRequest());
    }

    /** As in Netty's example: the upgrade adds its handlers when it is granted. */
    private static void upgrading(Channel channel) {
        HttpServerCodec codec = new HttpServerCodec();
        HttpServerUpgradeHandler upgrade = new HttpServerUpgradeHandler(
                codec,
                protocol -> AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)
                        ? new Http2ServerUpgradeCodec(
                                Http2FrameCodecBuilder.forServer().build(),
                                new Http2MultiplexHandler(new AnswersStream()))
                        : null);
        ChannelHandler prior = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                http2(channel.pipeline());
            }
        };
        channel.pipeline().addLast(new CleartextHttp2ServerUpgradeHandler(codec, upgrade, prior));
        http1(channel.pipeline());
    }

    private static final class Negotiation extends ApplicationProtocolNegotiationHandler {

        Negotiation() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(context.pipeline());
            } else {
                http1(context.pipeline().addLast(new HttpServerCodec()));
            }
        }
    }

    @ChannelHandler.Sharable
    private static final class AnswersStream extends SimpleChannelInboundHandler<Http2HeadersFrame> {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        protected void channelRead0(ChannelHandlerContext context, Http2HeadersFrame request) {
            context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")));
            context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.copiedBuffer("over h2", UTF_8), true));
        }
    }

    private static final class AnswersRequest extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            var answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.copiedBuffer("over h1", UTF_8));
            HttpUtil.setContentLength(answer, answer.content().readableBytes());
            context.writeAndFlush(answer);
        }
    }

    private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            context.writeAndFlush(new TextWebSocketFrame("heard " + frame.text()));
        }
    }

    private static String url(AdoptedServer server) {
        return "http://127.0.0.1:" + server.address.getPort() + "/";
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void requireTool(String name) {
        boolean found = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
        assumeTrue(found, "no " + name + " in PATH");
    }

    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(output).isTrue();
        return output;
    }
}
