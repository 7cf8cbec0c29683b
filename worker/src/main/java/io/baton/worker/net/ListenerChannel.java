package io.baton.worker.net;

import io.baton.worker.spi.Listener;
import io.netty.channel.AbstractServerChannel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DefaultServerSocketChannelConfig;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The parent of the channels of one listener's connections. It stands for the listening socket, which the master may
 * own. Handlers ask a channel for its parent to learn whether they are on a server (HTTP/2) and where it listens.
 * Connections do not come through it, and closing it changes nothing. Owned by the worker's event loop.
 */
public final class ListenerChannel extends AbstractServerChannel implements ServerSocketChannel {

    private final ServerSocket socket = unopened();
    private final ServerSocketChannelConfig config = new DefaultServerSocketChannelConfig(this, socket);

    private final Listener listener;
    private final @Nullable String key;
    private final InetSocketAddress address;
    private final boolean unixDomain;

    private volatile boolean open = true;

    /**
     * Stands for this listener. A Unix-domain address cannot be a {@code ServerSocketChannel}'s; handlers see port 0
     * instead.
     */
    public ListenerChannel(Listener listener) {
        this(listener, null);
    }

    /**
     * Stands for this listener, whose connections the master hands over.
     *
     * @param key by which the master knows it; null if its connections come in other ways
     */
    public ListenerChannel(Listener listener, @Nullable String key) {
        this.listener = listener;
        this.key = key;
        this.unixDomain = listener.address() instanceof DomainSocketAddress;
        this.address = listener.address() instanceof InetSocketAddress tcp ? tcp : new InetSocketAddress(0);
    }

    /** The listener that this channel stands for. */
    public Listener listener() {
        return listener;
    }

    /** The key by which the master knows the listener; null if its connections did not come from the master. */
    @Nullable
    String key() {
        return key;
    }

    /** Whether its connections are Unix-domain sockets. */
    boolean isUnixDomain() {
        return unixDomain;
    }

    @Override
    public ServerSocketChannelConfig config() {
        return config;
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    /** A listening socket has no remote address. */
    @Override
    @SuppressWarnings("NullAway") // Netty's own answer is null
    public InetSocketAddress remoteAddress() {
        return null;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return address;
    }

    @Override
    protected void doBind(SocketAddress localAddress) {
        throw new UnsupportedOperationException("the master listens");
    }

    @Override
    protected void doBeginRead() {
        // Connections come from the master or an Acceptor, and not through this channel.
    }

    @Override
    protected void doClose() throws IOException {
        open = false;
        socket.close();
    }

    /** The socket has no descriptor unless a handler asks for one of its options. */
    private static ServerSocket unopened() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
