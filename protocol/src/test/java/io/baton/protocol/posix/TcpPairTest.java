package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two ends that only this process can have connected. */
@ExtendWith(OpenDescriptors.class)
final class TcpPairTest {

    @BeforeAll
    static void loadNetty() {
        Epoll.ensureAvailability();
    }

    @Test
    void whatOneEndSendsTheOtherOneReads() throws Exception {
        try (TcpPair pair = connected()) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(16).put("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(Libc.send(pair.near(), bytes.flip())).isEqualTo(5);
            assertThat(Libc.receive(pair.far(), bytes.clear())).isEqualTo(5);
            assertThat(StandardCharsets.US_ASCII.decode(bytes.flip()).toString())
                    .isEqualTo("hello");
            assertThat(SocketKind.of(pair.far())).isEqualTo(SocketKind.STREAM);
            assertThat(Libc.survivesExec(pair.near())).isFalse();
            assertThat(Libc.survivesExec(pair.far())).isFalse();
        }
    }

    @Test
    void aStrangerThatIsFasterIsNoEnd() throws Exception {
        List<Socket> strangers = new ArrayList<>();
        try (TcpPair pair = TcpPair.open()) {
            int port = view(pair.near()).remoteAddress().getPort();
            for (int i = 0; i < 3; i++) {
                strangers.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            await().until(pair::connects);
            assertThat(view(pair.far()).remoteAddress().getPort())
                    .isEqualTo(view(pair.near()).localAddress().getPort());
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void aPairThatIsGivenUpBeforeItConnectsLeavesNothing() throws Exception {
        TcpPair pair = TcpPair.open();
        pair.close();
        assertThat(pair.near().isOpen()).isFalse();
    }

    private static TcpPair connected() throws PosixException {
        TcpPair pair = TcpPair.open();
        await().until(pair::connects);
        return pair;
    }

    /** Netty's view of a socket that stays its owner's. */
    private static EpollSocketChannel view(Fd socket) {
        return new EpollSocketChannel(socket.number());
    }
}
