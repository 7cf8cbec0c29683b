package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.ListenerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications of every kind run from one file, each as the file says. */
final class ConfigFileIT {

    /** Answers every connection with a variable, a system property and the directory of its worker, and closes. */
    private static final String JAR =
            """
            package user;
            import io.baton.worker.spi.Application;
            import io.netty.buffer.Unpooled;
            import io.netty.channel.*;
            import java.nio.charset.StandardCharsets;
            public final class Saying implements Application {
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(ChannelHandlerContext context, Object message) {
                            io.netty.util.ReferenceCountUtil.release(message);
                            String body = "jar " + System.getenv("PROFILE") + " " + System.getProperty("color");
                            String head = "HTTP/1.1 200 OK\\r\\nContent-Length: " + body.length() + "\\r\\n\\r\\n";
                            context.writeAndFlush(Unpooled.copiedBuffer(head + body, StandardCharsets.UTF_8))
                                .addListener(ChannelFutureListener.CLOSE);
                        }
                    });
                }
            }
            """;

    private static final String NODE =
            """
            require('http').createServer((request, response) => response.end(
                ['node', process.env.PROFILE, process.env.SECRET, process.cwd(), ...process.argv.slice(2)].join(' ')))
                .listen(process.env.PORT);
            """;

    private static final String FILE =
            """
            log_level: info
            apps:
              - name: web
                port: 0
                instances: 1
              - name: api
                jar: app.jar
                port: 0
                instances: 2
                jvm: { args: [-Dcolor=red] }
                env: { PROFILE: dev }
                env_production: { PROFILE: prod }
              - name: chat
                script: chat/chat.js
                instances: 2
                args: --loud "two words"
                env_file: chat/.env
                env: { PORT: %d, PROFILE: dev }
            """;

    @Test
    void threeApplicationsRunFromOneFile(@TempDir Path directory) throws IOException {
        ApplicationJar.of(directory, "Saying", JAR);
        Files.createDirectory(directory.resolve("chat"));
        Files.writeString(directory.resolve("chat/chat.js"), NODE);
        Files.writeString(directory.resolve("chat/.env"), "SECRET='from a file'\n");
        int chat = MasterCommand.freePort();
        Path file = Files.writeString(directory.resolve("baton.yml"), FILE.formatted(chat));
        try (MasterProcess master = MasterProcess.start(file.toString(), "--env", "production")) {
            master.awaitReady(5);
            assertThat(HttpClient.get(port(master, "web"), "/").body()).startsWith("I am worker");
            assertThat(HttpClient.get(port(master, "api"), "/").body()).isEqualTo("jar prod red");
            assertThat(HttpClient.get(chat, "/").body())
                    .isEqualTo("node dev from a file " + directory + " --loud two words");
            assertThat(master.state().groups()).hasSize(3);
        }
    }

    /** Nothing was started by then, and the packaged jar has its parsers. */
    @Test
    void aFileWithMistakesEndsWithAllOfThemAndExitCode78(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("baton.yml"), "apps:\n  - { name: api, prot: 1 }\n  - { name: web, port: 99999 }\n");
        String errors = file + ":2:18: prot: unknown key (expected: port)\n" + file
                + ":3:24: port: 99999 (expected: 0..65535)\n";
        for (String verb : new String[] {"run", "check-config", "print-config"}) {
            MasterCommand.Outcome outcome = new MasterCommand().run(verb, file.toString());
            assertThat(outcome).isEqualTo(new MasterCommand.Outcome(78, errors));
        }
        Path good =
                Files.writeString(directory.resolve("good.json"), "{\"apps\": [{\"name\": \"api\", \"port\": 3001}]}");
        MasterCommand.Outcome printed = new MasterCommand().run("print-config", good.toString());
        assertThat(printed.exitCode()).isZero();
        assertThat(printed.output()).contains(good + ":1:35");
    }

    private static int port(MasterProcess master, String app) {
        return master.awaitEvent(
                        ListenerEvent.Opened.class, opened -> opened.app().equals(app))
                .port();
    }
}
