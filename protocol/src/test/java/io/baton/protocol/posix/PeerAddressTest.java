package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host has the same number over IPv4 and over IPv6. */
final class PeerAddressTest {

    private final PeerAddress peer = new PeerAddress();

    @BeforeAll
    static void loadNetty() {
        Epoll.ensureAvailability();
    }

    @Test
    void aHostHasOneNumberOverIpv4AndOverIpv6AndAnotherHostAnother() throws Exception {
        int ipv4 = hashOf("127.0.0.1", "127.0.0.1");
        assertThat(ipv4).isNotZero().isEqualTo(hashOf("127.0.0.1", "127.0.0.1"));
        assertThat(hashOf("::", "127.0.0.1")).isEqualTo(ipv4);
        assertThat(hashOf("127.0.0.1", "127.0.0.2")).isNotZero().isNotEqualTo(ipv4);
        assertThat(hashOf("::", "::1")).isNotZero().isNotEqualTo(ipv4);
    }

    @Test
    void aClientOfAPathHasNoAddress(@TempDir Path directory) throws Exception {
        hashOf("127.0.0.1", "127.0.0.1");
        String path = directory.resolve("socket").toString();
        try (Fd listener = UnixListener.open(path, 1, 0);
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(path));
            assertThat(acceptedFrom(listener)).isZero();
        }
    }

    private int hashOf(String host, String from) throws Exception {
        LinuxSocket socket = LinuxSocket.newSocketStream(host.contains(":"));
        socket.bind(new InetSocketAddress(host, 0));
        socket.listen(1);
        int port = socket.localAddress().getPort();
        try (Fd listener = Fd.own(socket.intValue());
                Socket client = new Socket()) {
            client.bind(new InetSocketAddress(from, 0));
            client.connect(new InetSocketAddress(from.contains(":") ? "::1" : "127.0.0.1", port));
            return acceptedFrom(listener);
        }
    }

    private int acceptedFrom(Fd listener) {
        Fd accepted = Fd.own(Libc.accept(listener, peer));
        accepted.close();
        return peer.hash();
    }
}
