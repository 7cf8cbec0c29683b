package io.baton.worker.net;

import io.baton.worker.spi.Listener;
import io.netty.channel.AbstractServerChannel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DefaultServerSocketChannelConfig;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;

/**
 * The parent of the channels of one listener's connections. It stands for the listening socket, which the master may own:
 * handlers ask a channel for its parent to learn that they are a server's (HTTP/2) and where it listens. It accepts nothing,
 * and closing it changes nothing. Owned by the worker's event loop.
 */
public final class ListenerChannel extends AbstractServerChannel implements ServerSocketChannel {

    private final ServerSocket socket = unopened();
    private final ServerSocketChannelConfig config = new DefaultServerSocketChannelConfig(this, socket);

    private final Listener listener;
    private final InetSocketAddress address;

    private volatile boolean open = true;

    /** Stands for this listener. A Unix-domain address, which a server's channel cannot have, is port 0 to handlers. */
    public ListenerChannel(Listener listener) {
        this.listener = listener;
        this.address = listener.address() instanceof InetSocketAddress tcp ? tcp : new InetSocketAddress(0);
    }

    /** The listener that this channel stands for. */
    public Listener listener() {
        return listener;
    }

    @Override
    public ServerSocketChannelConfig config() {
        return config;
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    /** A listening socket has none. */
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
        // Connections come without being asked for.
    }

    @Override
    protected void doClose() throws IOException {
        open = false;
        socket.close();
    }

    /** It gets a descriptor when an option of the socket is asked for, which nobody does. */
    private static ServerSocket unopened() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
