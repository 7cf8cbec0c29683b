package io.baton.agent.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/** The master's end of a channel, byte for byte: what no master would write can be written here. */
final class Wire {

    private static final int LIMIT_MS = 20_000;

    private final ServerProcess server;
    private final Msghdr msghdr = new Msghdr();
    private final StringBuilder heard = new StringBuilder();

    Wire(ServerProcess server) {
        this.server = server;
    }

    /** Writes it, and waits until the server has read all. */
    void say(String text) {
        sayLast(text);
        Awaitility.await()
                .atMost(Duration.ofMillis(LIMIT_MS))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !Poll.untilReadable(server.itsEnd(), 0));
    }

    /** Writes what ends the channel. The server's end is then readable for ever. */
    void sayLast(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        while (direct.hasRemaining()) {
            assertThat(Libc.send(server.socket(), direct)).isPositive();
        }
    }

    /** Writes it in one sendmsg with a descriptor. */
    void say(String text, Fd descriptor) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        msghdr.outgoing().clear().put(bytes);
        assertThat(msghdr.send(server.socket(), 0, bytes.length, descriptor)).isEqualTo(bytes.length);
    }

    /** The next line of the server's, apart from those about its load. */
    String hear() throws IOException {
        String line = line();
        while (line.contains("\"act\":\"stats\"")) {
            line = line();
        }
        return line;
    }

    private String line() throws IOException {
        while (heard.indexOf("\n") < 0) {
            assertThat(Poll.untilReadable(server.socket(), LIMIT_MS))
                    .as(heard.toString())
                    .isTrue();
            int count = msghdr.receive(server.socket());
            assertThat(count).as(heard.toString()).isPositive();
            heard.append(StandardCharsets.UTF_8.decode(
                    msghdr.incoming().duplicate().clear().limit(count)));
        }
        int end = heard.indexOf("\n");
        String line = heard.substring(0, end);
        heard.delete(0, end + 1);
        return line;
    }
}
