package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service whose output is not read. */
@Timeout(120)
final class OutputIT {

    private static final Pattern LISTENING = Pattern.compile("listening on http://\\S+:(\\d+)");

    /** Prints a megabyte to both outputs with every connection, on the event loop. */
    private static final String CHATTY =
            """
            package user;
            public final class Chatty implements io.baton.worker.spi.Application {
                @Override public void initialize(io.netty.channel.Channel channel) {
                    String line = "x".repeat(1000);
                    for (int i = 0; i < 1000; i++) {
                        System.out.println(line);
                        System.err.println(line);
                    }
                    channel.pipeline().addLast(new io.netty.channel.ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(io.netty.channel.ChannelHandlerContext context, Object message) {
                            io.netty.util.ReferenceCountUtil.release(message);
                            context.writeAndFlush(io.netty.buffer.Unpooled.copiedBuffer(
                                    "HTTP/1.1 200 OK\\r\\ncontent-length: 0\\r\\n\\r\\n",
                                    java.nio.charset.StandardCharsets.US_ASCII));
                        }
                    });
                }
            }
            """;

    @Test
    void aMasterWhoseOutputIsNotReadServesOnHoweverMuchItsWorkersPrint(@TempDir Path directory) throws Exception {
        Path jar = ApplicationJar.of(directory, "Chatty", CHATTY);
        Path output = directory.resolve("output");
        // Opened for both, so that it never ends: it only fills up.
        String intoAPipe = "mkfifo " + output + "; exec 1<>" + output + " 2>&1";
        try (MasterProcess master = new MasterCommand().after(intoAPipe).start("-i", "1", jar.toString())) {
            int port = port(output);
            // The output is not read from here on: some 10 megabytes are printed, a pipe holds 64 kilobytes.
            for (int i = 0; i < 5; i++) {
                assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
            }
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(30)))
                    .as("stops all the same")
                    .isZero();
        }
    }

    private static int port(Path output) throws IOException {
        await().until(() -> Files.exists(output));
        try (BufferedReader lines = Files.newBufferedReader(output)) {
            while (true) {
                Matcher matcher = LISTENING.matcher(lines.readLine());
                if (matcher.find()) {
                    return Integer.parseInt(matcher.group(1));
                }
            }
        }
    }
}
