package io.baton.master.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.master.journal.WorkerEvent;
import io.netty.handler.codec.http2.Http2FrameCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's application with Netty's HTTP/2 handlers, a read timeout and no exceptionCaught. */
final class HttpTwoIT {

    private static final String SOURCE =
            """
            package user;
            import io.baton.worker.spi.Application;
            import io.netty.buffer.Unpooled;
            import io.netty.channel.*;
            import io.netty.handler.codec.http2.*;
            import io.netty.handler.timeout.ReadTimeoutHandler;
            import java.nio.charset.StandardCharsets;
            public final class Http2 implements Application {
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(
                        new ReadTimeoutHandler(1), Http2FrameCodecBuilder.forServer().build(),
                        new Http2MultiplexHandler(new Answers()));
                }
                @ChannelHandler.Sharable
                static final class Answers extends SimpleChannelInboundHandler<Http2HeadersFrame> {
                    @Override protected void channelRead0(ChannelHandlerContext context, Http2HeadersFrame request) {
                        context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")));
                        context.writeAndFlush(new DefaultHttp2DataFrame(
                            Unpooled.copiedBuffer("over h2", StandardCharsets.UTF_8), true));
                    }
                }
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"handoff", "shared", "reuseport"})
    void curlIsAnsweredAndAnIdleClientRetiresNoWorker(String mode, @TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl in /usr/bin");
        Path http2 = Path.of(Http2FrameCodec.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = ApplicationJar.of(directory, "Http2", SOURCE, List.of(http2));
        try (MasterProcess master = MasterProcess.start("--mode", mode, "-i", "1", jar.toString())) {
            master.awaitReady(1);
            assertThat(curl(master.port())).isEqualTo("over h2");
            try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), master.port())) {
                idle.setSoTimeout(10_000);
                assertThat(idle.getInputStream().readAllBytes())
                        .as("HTTP/2 settings, then the end by the read timeout")
                        .isNotEmpty();
            }
            assertThat(curl(master.port())).isEqualTo("over h2");
            assertThat(master.readyPids()).as("no worker was replaced").hasSize(1);
            assertThat(master.events(WorkerEvent.Stepped.class))
                    .noneMatch(step -> step.reason().startsWith("retires"));
        }
    }

    private static String curl(int port) throws IOException, InterruptedException {
        Process curl = new ProcessBuilder(
                        "/usr/bin/curl", "-sS", "-m", "20", "--http2-prior-knowledge", "http://127.0.0.1:" + port + "/")
                .redirectErrorStream(true)
                .start();
        String body = new String(curl.getInputStream().readAllBytes(), UTF_8);
        assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return body;
    }
}
