package io.baton.protocol.message;

import io.baton.protocol.HandleType;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SocketKind;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket that can be sent to another process, or came from one: a listening socket, a bound one, a connection, or a
 * datagram socket. It is one descriptor, and whoever has the handle closes it, or gives it to a Netty channel.
 *
 * <pre>{@code
 * // a server that a child accepts from too
 * try (Handle server = Handle.of((UnixChannel) bootstrap.bind(8000).sync().channel())) {
 *     child.send("server", server);
 * }
 *
 * // a connection, given away before a byte of it is read: the channel has autoRead off
 * Handle connection = Handle.of(channel);
 * channel.close();
 * child.send("connection", connection);
 * }</pre>
 *
 * <p>Differs from Node: {@code java.nio} channels do not show their descriptors (not without {@code --add-opens
 * java.base/sun.nio.ch=ALL-UNNAMED}), so only Netty's epoll channels can be sent, and what Netty has read of a connection
 * stays behind. Thread-safe.
 */
public final class Handle implements AutoCloseable {

    /** What a handle is, found out by asking the kernel. */
    public enum Kind {
        /** A listening socket. All processes that have it accept from it. */
        SERVER(HandleType.NET_SERVER),
        /** A connection. One process has it: sending it gives it away. */
        CONNECTION(HandleType.NET_SOCKET),
        /**
         * A TCP socket with an address that neither listens nor is connected: Node's {@code net.BoundSocket}. One process has
         * it: sending it gives it away. Only to Java or to Node 26 or newer; an older Node dies of it.
         */
        BOUND(HandleType.NET_BOUND_SOCKET),
        /** A datagram socket. All processes that have it receive from it. */
        DATAGRAM(HandleType.DGRAM_SOCKET);

        private final HandleType type;

        Kind(HandleType type) {
            this.type = type;
        }

        private static Kind of(SocketKind socket) {
            return switch (socket) {
                case LISTENING -> SERVER;
                case DATAGRAM -> DATAGRAM;
                case STREAM, OTHER -> CONNECTION;
            };
        }
    }

    private static final int SO_DOMAIN = 39;
    private static final int AF_INET6 = 10;

    private final Fd descriptor;
    private final Kind kind;
    private final @Nullable String datagramType;
    private final @Nullable String key;
    private final Runnable whenClosed;

    private boolean lent;

    private Handle(Fd descriptor, Kind kind, @Nullable String key, Runnable whenClosed) {
        this.descriptor = descriptor;
        this.kind = kind;
        this.datagramType = kind == Kind.DATAGRAM ? datagramType(descriptor) : null;
        this.key = key;
        this.whenClosed = whenClosed;
    }

    /**
     * A copy of a Netty channel's socket; the channel stays the caller's to close, and nobody may close it meanwhile. A
     * connection's is to be closed, without having been read, before the handle is sent.
     *
     * @throws IOException if the channel is closed or this process has no descriptor left
     * @throws IllegalArgumentException if it is a kind of socket that Node could not take
     */
    public static Handle of(UnixChannel channel) throws IOException {
        if (!channel.fd().isOpen()) {
            throw new IOException("channel is closed: " + channel);
        }
        // Netty's, and never closed here.
        Fd nettys = Fd.own(channel.fd().intValue());
        if (SocketKind.of(nettys) == SocketKind.OTHER) {
            throw new IllegalArgumentException("channel: " + channel + " (expected: a stream or UDP socket)");
        }
        Fd copy = Libc.duplicate(nettys, 0);
        boolean neverConnected = channel instanceof EpollSocketChannel && channel.remoteAddress() == null;
        Kind kind = neverConnected ? Kind.BOUND : Kind.of(SocketKind.of(copy));
        boolean accepted = kind == Kind.CONNECTION && channel.parent() instanceof UnixChannel;
        return new Handle(copy, kind, accepted ? serverKey((UnixChannel) channel.parent()) : null, () -> {});
    }

    /**
     * A TCP socket that is bound to this address, and neither listens nor is connected, as Node's {@code new
     * net.BoundSocket}. The caller's to send, use or close.
     *
     * @param address an IP address, not a name; with port 0 a free one, which {@link #localAddress} tells
     * @throws IOException if the address is in use, or not of this machine
     */
    public static Handle bind(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address: " + address + " (expected: an IP address)");
        }
        LinuxSocket socket = newSocket(address.getAddress() instanceof Inet6Address);
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            return new Handle(Fd.own(socket.intValue()), Kind.BOUND, null, () -> {});
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * What came from another process, owned by the handle from here on.
     *
     * @param whenClosed told when this process has it no more, as far as that is known
     */
    static Handle received(HandleType type, Fd descriptor, Runnable whenClosed) {
        boolean bound = type == HandleType.NET_BOUND_SOCKET;
        return new Handle(descriptor, bound ? Kind.BOUND : Kind.of(SocketKind.of(descriptor)), null, whenClosed);
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /**
     * The address that it is bound to.
     *
     * @return null for a Unix-domain socket
     * @throws IllegalStateException if it is not open
     */
    public synchronized @Nullable InetSocketAddress localAddress() {
        requireOpen();
        return SocketKind.isUnixDomain(descriptor) ? null : new Socket(descriptor.number()).localAddress();
    }

    /**
     * A channel that accepts from this server, not registered yet; the handle is spent. A bound socket begins to listen.
     *
     * @throws UncheckedIOException if a bound socket cannot listen, because another one listens there; the handle stays open
     */
    public synchronized EpollServerSocketChannel toServerChannel() {
        if (kind != Kind.BOUND) {
            return new EpollServerSocketChannel(take(Kind.SERVER));
        }
        requireOpen();
        int result = Libc.listen(descriptor, NetUtil.SOMAXCONN);
        if (result < 0) {
            throw new UncheckedIOException(PosixException.of("listen(" + descriptor + ")", result));
        }
        return new EpollServerSocketChannel(take(Kind.BOUND));
    }

    /** A channel for this connection, not registered yet; the handle is spent. */
    public EpollSocketChannel toSocketChannel() {
        EpollSocketChannel channel = new EpollSocketChannel(take(Kind.CONNECTION));
        channel.closeFuture().addListener(closed -> whenClosed.run());
        return channel;
    }

    /** A channel for this datagram socket, not registered yet; the handle is spent. */
    public EpollDatagramChannel toDatagramChannel() {
        return new EpollDatagramChannel(take(Kind.DATAGRAM));
    }

    /** The descriptor itself, the caller's from here on, for whoever can use one; the handle is spent. */
    public synchronized Fd release() {
        requireOpen();
        whenClosed.run();
        return Fd.own(descriptor.release());
    }

    /** Whether it can be sent or made a channel of: not closed, spent or given away. */
    public synchronized boolean isOpen() {
        return descriptor.isOpen() && !lent;
    }

    /** Closes the descriptor, unless it was given away; one that is on its way is closed all the same. */
    @Override
    public synchronized void close() {
        if (descriptor.isOpen()) {
            descriptor.close();
            whenClosed.run();
        }
    }

    @Override
    public synchronized String toString() {
        return kind + " " + descriptor;
    }

    /**
     * A copy to send, the caller's to close. What is given away cannot be sent again until {@link #returned}.
     *
     * @throws IllegalStateException if it is not open
     */
    synchronized Fd lend() throws PosixException {
        requireOpen();
        Fd copy = Libc.duplicate(descriptor, 0);
        lent = kind.type.isGivenAway();
        return copy;
    }

    /** The copy did not arrive for certain, or it did: then what is given away is not this process's any more. */
    synchronized void returned(boolean taken) {
        lent = false;
        if (taken && kind.type.isGivenAway()) {
            close();
        }
    }

    HandleType type() {
        return kind.type;
    }

    /** What Node wants to know of a datagram socket; null for others. Known when it is closed, too: it may be on its way. */
    @Nullable
    String datagramType() {
        return datagramType;
    }

    /** What Node wants to know of a connection: the server that accepted it, if that is one of this process. */
    @Nullable
    String key() {
        return key;
    }

    /** A name for this server, made as Node makes its own: nobody else looks into it. */
    static String serverKey(UnixChannel server) {
        if (server.localAddress() instanceof InetSocketAddress address) {
            InetAddress host = address.getAddress();
            return (host instanceof Inet6Address ? "6:" : "4:") + host.getHostAddress() + ":" + address.getPort();
        }
        return "-1:" + server.localAddress() + ":-1";
    }

    private synchronized int take(Kind expected) {
        requireOpen();
        if (kind != expected) {
            throw new IllegalStateException("handle: " + kind + " (expected: " + expected + ")");
        }
        return descriptor.release();
    }

    private void requireOpen() {
        if (!descriptor.isOpen() || lent) {
            throw new IllegalStateException("handle was closed, used or sent already: " + this);
        }
    }

    /** Netty's exception is unchecked (EAFNOSUPPORT without IPv6, EMFILE). */
    private static LinuxSocket newSocket(boolean ipv6) throws IOException {
        try {
            return LinuxSocket.newSocketStream(ipv6);
        } catch (ChannelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String datagramType(Fd descriptor) {
        return Libc.socketOption(descriptor, SO_DOMAIN) == AF_INET6 ? "udp6" : "udp4";
    }
}
