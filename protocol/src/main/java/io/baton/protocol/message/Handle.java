package io.baton.protocol.message;

import io.baton.protocol.HandleType;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SocketKind;
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
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket that can be sent to another process or came from one: a listening socket, a bound socket, a connection or a
 * datagram socket. It is one descriptor. The owner of the handle closes it, or makes a Netty channel of it.
 *
 * <pre>{@code
 * // a server on which a child accepts too
 * try (Handle server = Handle.of((UnixChannel) bootstrap.bind(8000).sync().channel())) {
 *     child.send("server", server);
 * }
 *
 * // a connection, given away before a byte of it is read, because the channel has autoRead off
 * Handle connection = Handle.of(channel);
 * channel.close();
 * child.send("connection", connection);
 * }</pre>
 *
 * <p>Differs from Node: {@code java.nio} channels hide their descriptors (unless {@code --add-opens
 * java.base/sun.nio.ch=ALL-UNNAMED} is set), so that only Netty's epoll channels can be sent. Bytes that Netty has read of a
 * connection stay behind. Thread-safe.
 */
public final class Handle implements AutoCloseable {

    /** The kinds of handles. The kernel is asked which one a handle is. */
    public enum Kind {
        /** A listening socket. All processes that have it accept on it. */
        SERVER(HandleType.NET_SERVER),
        /** A connection. One process has it, so sending it gives it away. */
        CONNECTION(HandleType.NET_SOCKET),
        /**
         * A TCP socket that is bound and neither listens nor is connected: Node's {@code net.BoundSocket}. One process
         * has it, so sending it gives it away. For Java and for Node 26 or newer only; an older Node crashes.
         */
        BOUND(HandleType.NET_BOUND_SOCKET),
        /** A datagram socket. All processes that have it receive on it. */
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

    private final Fd descriptor;
    private final Kind kind;
    private final @Nullable String datagramType;
    private final @Nullable String key;
    private final Runnable whenClosed;

    private boolean lent;

    private Handle(Fd descriptor, Kind kind, @Nullable String key, Runnable whenClosed) {
        this.descriptor = descriptor;
        this.kind = kind;
        this.datagramType = kind == Kind.DATAGRAM ? Sockets.datagramType(descriptor) : null;
        this.key = key;
        this.whenClosed = whenClosed;
    }

    /**
     * A copy of a Netty channel's socket. The channel stays the caller's to close and must not be closed during this
     * call. The channel of a connection must not be read, and must be closed before the handle is sent.
     *
     * @throws IOException if the channel is closed or this process has no descriptor left
     * @throws IllegalArgumentException if Node could not take this kind of socket
     */
    public static Handle of(UnixChannel channel) throws IOException {
        if (!channel.fd().isOpen()) {
            throw new IOException("channel is closed: " + channel);
        }
        // The descriptor is Netty's and is not closed here.
        Fd nettys = Fd.own(channel.fd().intValue());
        if (SocketKind.of(nettys) == SocketKind.OTHER) {
            throw new IllegalArgumentException("channel: " + channel + " (expected: a stream or UDP socket)");
        }
        Fd copy = Libc.duplicate(nettys, 0);
        boolean neverConnected = channel instanceof EpollSocketChannel && channel.remoteAddress() == null;
        Kind kind = neverConnected ? Kind.BOUND : Kind.of(SocketKind.of(copy));
        boolean accepted = kind == Kind.CONNECTION && channel.parent() instanceof UnixChannel;
        return new Handle(copy, kind, accepted ? Sockets.serverKey((UnixChannel) channel.parent()) : null, () -> {});
    }

    /**
     * Binds a TCP socket that neither listens nor is connected, as Node's {@code new net.BoundSocket}. The caller
     * sends, uses or closes it.
     *
     * @param address an IP address, not a name; port 0 for a free one, which {@link #localAddress} tells
     * @throws IOException if the address is in use or does not belong to this machine
     */
    public static Handle bind(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address: " + address + " (expected: an IP address)");
        }
        LinuxSocket socket = Sockets.newStream(address.getAddress() instanceof Inet6Address);
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            Fd owned = Fd.own(socket.intValue());
            Libc.setCloseOnExec(owned);
            return new Handle(owned, Kind.BOUND, null, () -> {});
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * A handle that came from another process.
     *
     * @param descriptor owned by the handle from here on
     * @param whenClosed told when this process no longer has the handle, as far as that is known
     */
    static Handle received(HandleType type, Fd descriptor, Runnable whenClosed) {
        boolean bound = type == HandleType.NET_BOUND_SOCKET;
        return new Handle(descriptor, bound ? Kind.BOUND : Kind.of(SocketKind.of(descriptor)), null, whenClosed);
    }

    /** The kind of this handle. */
    public Kind kind() {
        return kind;
    }

    /**
     * The address that the socket is bound to.
     *
     * @return null for a Unix-domain socket
     * @throws IllegalStateException if the handle is not open
     */
    public synchronized @Nullable InetSocketAddress localAddress() {
        requireOpen();
        return SocketKind.isUnixDomain(descriptor) ? null : new Socket(descriptor.number()).localAddress();
    }

    /**
     * A channel that accepts on this server and is not registered yet. The handle is spent. A bound socket begins to
     * listen.
     *
     * @throws UncheckedIOException if a bound socket cannot listen, because another socket listens there; the handle
     *     stays open
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

    /** A channel of this connection that is not registered yet. The handle is spent. */
    public EpollSocketChannel toSocketChannel() {
        EpollSocketChannel channel = new EpollSocketChannel(take(Kind.CONNECTION));
        channel.closeFuture().addListener(closed -> whenClosed.run());
        return channel;
    }

    /** A channel of this datagram socket that is not registered yet. The handle is spent. */
    public EpollDatagramChannel toDatagramChannel() {
        return new EpollDatagramChannel(take(Kind.DATAGRAM));
    }

    /** The descriptor itself, owned by the caller from here on. The handle is spent. */
    public synchronized Fd release() {
        requireOpen();
        whenClosed.run();
        return Fd.own(descriptor.release());
    }

    /** Whether the handle can be sent or made into a channel: it is not closed, spent or given away. */
    public synchronized boolean isOpen() {
        return descriptor.isOpen() && !lent;
    }

    /** Closes the descriptor unless it was given away. A handle on its way is closed here all the same. */
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
     * A copy to send, owned by the caller. A handle that is given away cannot be sent again before {@link #returned}.
     *
     * @throws IllegalStateException if the handle is not open
     */
    synchronized Fd lend() throws PosixException {
        requireOpen();
        Fd copy = Libc.duplicate(descriptor, 0);
        lent = kind.type.isGivenAway();
        return copy;
    }

    /**
     * The copy was delivered or certainly not. A handle that is given away no longer belongs to this process once it
     * was delivered.
     */
    synchronized void returned(boolean taken) {
        lent = false;
        if (taken && kind.type.isGivenAway()) {
            close();
        }
    }

    HandleType type() {
        return kind.type;
    }

    /**
     * The type that Node wants of a datagram socket; null for others. Known after the close too, because the handle may
     * be on its way.
     */
    @Nullable
    String datagramType() {
        return datagramType;
    }

    /** The key that Node wants of a connection: its server's, if this process has accepted it. */
    @Nullable
    String key() {
        return key;
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
}
