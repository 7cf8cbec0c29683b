package io.baton.worker.net;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Binds a TCP socket to a port that several processes bind, each with a socket of its own (SO_REUSEPORT, socket(7)).
 */
public final class ReusePort {

    private ReusePort() {}

    /**
     * Binds a socket that does not listen yet and that the caller owns.
     *
     * @param host an address or name; null for every address, IPv6 and IPv4, or IPv4 only on a machine without IPv6
     * @param port {@code 0..65535}
     */
    public static Fd bind(@Nullable String host, int port) throws IOException {
        if (host != null) {
            return bind(InetAddress.getByName(host), port);
        }
        try {
            return bind(InetAddress.getByName("::"), port);
        } catch (IOException e) {
            // The machine may have no IPv6. Any other reason fails here again.
            return bind(InetAddress.getByName("0.0.0.0"), port);
        }
    }

    private static Fd bind(InetAddress address, int port) throws IOException {
        LinuxSocket socket = newSocket(address);
        try {
            socket.setReuseAddress(true);
            socket.setReusePort(true);
            socket.bind(new InetSocketAddress(address, port));
            Fd owned = Fd.own(socket.intValue());
            // Otherwise a child of this process would share the port, and the kernel would give it connections.
            Libc.setCloseOnExec(owned);
            return owned;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Netty's exception is unchecked. Its cause, such as EAFNOSUPPORT without IPv6, is an I/O exception and is thrown
     * as one here.
     */
    private static LinuxSocket newSocket(InetAddress address) throws IOException {
        try {
            return LinuxSocket.newSocketStream(address instanceof Inet6Address);
        } catch (ChannelException e) {
            throw new IOException("a socket for " + address.getHostAddress() + ": " + e.getMessage(), e);
        }
    }
}
