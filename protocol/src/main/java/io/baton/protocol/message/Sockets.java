package io.baton.protocol.message;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What Netty and the kernel know of the sockets in handles, in the words of Node. Any thread may call. */
final class Sockets {

    private static final int SO_DOMAIN = 39;
    private static final int AF_INET6 = 10;

    private Sockets() {}

    /** A key for this server, made as Node makes its own. The other process does not interpret it. */
    static String serverKey(UnixChannel server) {
        if (server.localAddress() instanceof InetSocketAddress address) {
            InetAddress host = address.getAddress();
            return (host instanceof Inet6Address ? "6:" : "4:") + host.getHostAddress() + ":" + address.getPort();
        }
        return "-1:" + server.localAddress() + ":-1";
    }

    /** A TCP socket. Netty's exception is unchecked (EAFNOSUPPORT without IPv6, EMFILE). */
    static LinuxSocket newStream(boolean ipv6) throws IOException {
        try {
            return LinuxSocket.newSocketStream(ipv6);
        } catch (ChannelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** As Node calls a datagram socket, {@code udp4} or {@code udp6}. */
    static String datagramType(Fd descriptor) {
        return Libc.socketOption(descriptor, SO_DOMAIN) == AF_INET6 ? "udp6" : "udp4";
    }
}
