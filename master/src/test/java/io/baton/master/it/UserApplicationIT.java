package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers serve the jar of a user, made with nothing but worker.jar. */
final class UserApplicationIT {

    /** Answers every connection with the environment that a child process of the worker sees, and closes. */
    private static final String SOURCE =
            """
            package user;
            import io.baton.worker.spi.Application;
            import io.netty.buffer.Unpooled;
            import io.netty.channel.*;
            import java.nio.charset.StandardCharsets;
                        public final class Environment implements Application {
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
                            io.netty.util.ReferenceCountUtil.release(message);
                            Process env = new ProcessBuilder("env").start();
                            String own = System.getenv().keySet().toString();
                            String child = new String(env.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                            String body = "own " + own + " child " + child;
                            String head = "HTTP/1.1 200 OK\\r\\nContent-Length: "
                                + body.getBytes(StandardCharsets.UTF_8).length + "\\r\\n\\r\\n";
                            context.writeAndFlush(Unpooled.copiedBuffer(head + body, StandardCharsets.UTF_8))
                                .addListener(ChannelFutureListener.CLOSE);
                        }
                    });
                }
            }
            """;

    @Test
    void itsWorkersAndTheirChildrenSeeNothingOfNodesVariables(@TempDir Path directory) throws IOException {
        Path jar = ApplicationJar.of(directory, "Environment", SOURCE);
        try (MasterProcess master = MasterProcess.start(jar.toString())) {
            String body = HttpClient.get(master.port(), "/").body();
            assertThat(body).contains("own [", "child ", "BATON_HOME=");
            assertThat(body).doesNotContain("NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE", "NODE_UNIQUE_ID");
        }
    }
}
