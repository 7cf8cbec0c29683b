package io.baton.worker;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.SocketKind;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Finds the address that a listener is bound to, as its application is told it. */
final class BoundAddress {

    /** The address of a worker that listens nowhere. */
    static final InetSocketAddress NONE = new InetSocketAddress(0);

    private static final int IPV6_BYTES = 16;

    private BoundAddress() {}

    /** The address that a socket is bound to. */
    static SocketAddress of(Fd socket) {
        Socket bound = new Socket(socket.number());
        return SocketKind.isUnixDomain(socket) ? bound.localDomainSocketAddress() : bound.localAddress();
    }

    /**
     * The address in the master's answer. A host name stays a name, because looking it up would block the event loop.
     */
    static SocketAddress of(ListenAddress address) {
        String host = address.host();
        if (host != null && address.isPath()) {
            return new DomainSocketAddress(host);
        }
        if (host == null || host.equals("0.0.0.0")) {
            return new InetSocketAddress(address.port());
        }
        // NetUtil is avoided here. It looks at all network interfaces first, and every worker starts with this address.
        InetAddress literal = host.equals("::") ? everyAddress() : NetUtil.createInetAddressFromIpAddressString(host);
        return literal == null
                ? InetSocketAddress.createUnresolved(host, address.port())
                : new InetSocketAddress(literal, address.port());
    }

    private static InetAddress everyAddress() {
        try {
            return InetAddress.getByAddress(new byte[IPV6_BYTES]);
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an IPv6 address", e);
        }
    }
}
