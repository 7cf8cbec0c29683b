package io.baton.worker.net;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.SocketKind;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Movable;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes Netty channels on descriptors, like those that a server bootstrap accepts. A channel inherits no options here,
 * so they are set by hand, except TCP_NODELAY, which Netty sets on every channel. Owned by the worker's event loop.
 */
public final class Adopter {

    private static final Logger LOG = System.getLogger(Adopter.class.getName());
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final EventLoop loop;
    private final Application application;
    private final Connections connections;
    private final AdoptedChannels channels;
    private final FirstReads firstReads;
    private final Consumer<Throwable> broken;

    /**
     * Adopts the connections of one event loop.
     *
     * @param application adds the handlers
     * @param connections told of each adopted connection
     * @param broken told of an error that concerns the whole worker
     */
    public Adopter(EventLoop loop, Application application, Connections connections, Consumer<Throwable> broken) {
        this.loop = loop;
        this.application = application;
        this.connections = connections;
        this.broken = broken;
        this.channels = new AdoptedChannels(new PipelineEnd(broken));
        this.firstReads = new FirstReads(loop);
    }

    /** No more connections can be taken, for this reason. */
    void failed(Throwable cause) {
        broken.accept(cause);
    }

    /** Whether the worker may have one more connection. */
    public boolean hasRoom() {
        return connections.haveRoom();
    }

    /**
     * Builds a channel that is neither registered nor read. No byte of the client may be read before the master has
     * learned that it no longer owns the connection, and Netty reads a registered channel whose client has half-closed
     * even with auto-read off. {@link #read} begins to read; {@link #close} closes the connection unread.
     *
     * @param listener the listener that the connection came through
     * @param socket a connected non-blocking stream socket, owned by the channel from here on
     * @return the channel; null, with the socket closed, if the client had gone already or the application failed
     */
    public @Nullable Channel adopt(ListenerChannel listener, Fd socket) {
        return adopt(listener, socket, Past.NONE);
    }

    /** As the other method, for a connection that was served before. */
    public @Nullable Channel adopt(ListenerChannel listener, Fd socket, Past past) {
        Connection connection = adopt(listener, socket, listener.isUnixDomain(), past);
        return connection == null ? null : connection.channel();
    }

    /**
     * Adopts and reads a connection that this process alone owns.
     *
     * @param listener as for {@link #adopt}
     * @param socket as for {@link #adopt}
     * @param unixDomain whether it is a Unix-domain socket
     * @return as of {@link #adopt}
     */
    public @Nullable Channel serve(ListenerChannel listener, Fd socket, boolean unixDomain) {
        Connection connection = adopt(listener, socket, unixDomain, Past.NONE);
        if (connection == null) {
            return null;
        }
        read(connection.channel());
        return connection.channel();
    }

    /**
     * Adopts and reads a connection that was to move and could not.
     *
     * @param listener as for {@link #adopt}
     * @param socket as for {@link #adopt}
     * @param reason why it stays in this worker
     */
    void serveAgain(ListenerChannel listener, Fd socket, Past past, String reason) {
        Connection connection = adopt(listener, socket, SocketKind.isUnixDomain(socket), past);
        if (connection != null) {
            connection.stays(reason);
            read(connection.channel());
        }
    }

    /** Registers an adopted connection and begins to read it, at the latest at the end of this turn of the loop. */
    public void read(Channel channel) {
        // If Netty cannot register the channel it closes it, and Connections hears of that.
        ChannelFuture unused = loop.register(channel);
        connections.registered(channel);
        firstReads.add(channel);
    }

    /** Closes an adopted connection unread, because the master still owns it. */
    public void close(Channel channel) {
        channel.unsafe().closeForcibly();
        // Netty completes no closeFuture of a channel that was never registered.
        connections.forget(channel);
    }

    private @Nullable Connection adopt(ListenerChannel listener, Fd socket, boolean unixDomain, Past past) {
        Channel channel = unixDomain ? channels.unixDomain(listener, socket) : channels.tcp(listener, socket);
        if (channel == null) {
            return null;
        }
        if (!listener.isRegistered()) {
            // A server's channel has an event loop, and handlers may ask for it.
            ChannelFuture unused = loop.register(listener);
        }
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS);
        try {
            application.initialize(channel, listener.listener());
        } catch (Throwable e) {
            // An Error too, such as a missing class. It would end the event loop and with it all connections.
            LOG.log(Level.ERROR, "application would not take a connection", e);
            channel.unsafe().closeForcibly();
            return null;
        }
        Connection connection = new Connection(channel, application, past);
        Movable handler = channel.pipeline().get(Movable.class);
        if (past.leftover().length > 0) {
            channel.pipeline().addFirst(new Leftover(past.leftover()));
        }
        if (handler != null) {
            connection.movesBy(handler);
        } else {
            channel.pipeline().addFirst(new PipelineSurvey(connection));
        }
        connections.add(connection);
        return connection;
    }
}
