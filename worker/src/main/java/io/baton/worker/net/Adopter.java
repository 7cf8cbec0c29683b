package io.baton.worker.net;

import io.baton.protocol.posix.Fd;
import io.baton.worker.spi.Application;
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
 * Makes a Netty channel of a descriptor that the master passed, like one that a server bootstrap accepted. It inherits no
 * options; they are set by hand, except TCP_NODELAY, which Netty sets on every channel it makes. Owned by the worker's event
 * loop.
 */
public final class Adopter {

    private static final Logger LOG = System.getLogger(Adopter.class.getName());
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final EventLoop loop;
    private final Application application;
    private final Connections connections;
    private final AdoptedChannels channels;
    private final Consumer<Throwable> broken;

    /**
     * For the connections of one event loop.
     *
     * @param application adds the handlers
     * @param connections is told of each adopted one
     * @param broken is told of an error that is the whole worker's
     */
    public Adopter(EventLoop loop, Application application, Connections connections, Consumer<Throwable> broken) {
        this.loop = loop;
        this.application = application;
        this.connections = connections;
        this.broken = broken;
        this.channels = new AdoptedChannels(new PipelineEnd(broken));
    }

    /** Connections can be taken no longer, for this reason. */
    void failed(Throwable cause) {
        broken.accept(cause);
    }

    /** Whether the worker may have one more connection. */
    public boolean hasRoom() {
        return connections.haveRoom();
    }

    /**
     * Builds the channel and does not register it: not a byte of the client's may be read before the master knows that it
     * owns the client no longer, and Netty reads a registered one whose client has half-closed even with auto-read off.
     * {@link #read} begins, or {@link #close} ends it unread.
     *
     * @param listener the listener that the connection came through
     * @param socket a connected non-blocking stream socket, owned by the channel from here on
     * @return the channel; null if the client had gone already or the application would not serve it, and nothing is left
     *     open then
     */
    public @Nullable Channel adopt(ListenerChannel listener, Fd socket) {
        return adopt(listener, channels.tcp(listener, socket));
    }

    /**
     * Adopts and reads a connection that is this worker's alone already.
     *
     * @param listener as for {@link #adopt}
     * @param socket as for {@link #adopt}
     * @param unixDomain whether it is a Unix-domain socket
     * @return as from it
     */
    public @Nullable Channel serve(ListenerChannel listener, Fd socket, boolean unixDomain) {
        Channel channel =
                adopt(listener, unixDomain ? channels.unixDomain(listener, socket) : channels.tcp(listener, socket));
        if (channel != null) {
            read(channel);
        }
        return channel;
    }

    /** Registers an adopted connection and begins to read it. */
    public void read(Channel channel) {
        // A channel that cannot be registered is closed by Netty, which Connections hears.
        ChannelFuture unused = loop.register(channel);
        connections.registered(channel);
    }

    /** Closes an adopted connection that was never read: it is somebody else's. */
    public void close(Channel channel) {
        channel.unsafe().closeForcibly();
        // Netty completes no closeFuture of a channel that was never registered.
        connections.forget(channel);
    }

    private @Nullable Channel adopt(ListenerChannel listener, @Nullable Channel channel) {
        if (channel == null) {
            return null;
        }
        if (!listener.isRegistered()) {
            // A server's channel has an event loop, which handlers may ask for.
            ChannelFuture unused = loop.register(listener);
        }
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS);
        try {
            application.initialize(channel, listener.listener());
        } catch (Throwable e) {
            // An Error too, as of a class that is not there: it would end the event loop, and all its connections with
            // it.
            LOG.log(Level.ERROR, "application would not take a connection", e);
            channel.unsafe().closeForcibly();
            return null;
        }
        connections.add(channel);
        return channel;
    }
}
