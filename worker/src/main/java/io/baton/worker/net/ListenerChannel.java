package io.baton.worker.net;

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
 * The parent of every connection's channel. It stands for the listening socket, which is the master's: handlers ask a
 * channel for its parent to learn that they are a server's (HTTP/2) and where it listens. It accepts nothing, and closing it
 * changes nothing. Owned by the worker's event loop.
 */
final class ListenerChannel extends AbstractServerChannel implements ServerSocketChannel {

    private final ServerSocket socket = unopened();
    private final ServerSocketChannelConfig config = new DefaultServerSocketChannelConfig(this, socket);

    private volatile InetSocketAddress address = new InetSocketAddress(0);
    private volatile boolean open = true;

    /** The connections of this worker come from there. */
    void listensOn(InetSocketAddress listener) {
        address = listener;
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
