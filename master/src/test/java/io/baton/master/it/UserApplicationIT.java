package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar of a user's, made with nothing but worker.jar, served by workers. */
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
        Path jar = applicationJar(directory);
        try (MasterProcess master = MasterProcess.start(jar.toString())) {
            String body = HttpClient.get(master.port(), "/").body();
            assertThat(body).contains("own [", "child ", "BATON_HOME=");
            assertThat(body).doesNotContain("NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE", "NODE_UNIQUE_ID");
        }
    }

    private static Path applicationJar(Path directory) throws IOException {
        Path workerJar = Path.of("..", "worker", "target", "worker.jar").toAbsolutePath();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///user/Environment.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SOURCE;
                    }
                };
        List<String> options = List.of("-cp", workerJar.toString(), "-d", directory.toString(), "-proc:none");
        assertThat(compiler.getTask(null, null, null, options, null, List.of(source))
                        .call())
                .isTrue();
        Path jar = directory.resolve("app.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String name : List.of("user/Environment.class", "user/Environment$1.class")) {
                out.putNextEntry(new JarEntry(name));
                out.write(Files.readAllBytes(directory.resolve(name)));
            }
            out.putNextEntry(new JarEntry("META-INF/services/io.baton.worker.spi.Application"));
            out.write("user.Environment\n".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
