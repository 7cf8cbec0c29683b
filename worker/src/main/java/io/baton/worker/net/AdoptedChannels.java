package io.baton.worker.net;

import io.baton.protocol.posix.Fd;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.LinuxSocket;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes channels as a server bootstrap would: with a parent, and with a pipeline that ends in a {@link PipelineEnd}.
 * Owned by the worker's event loop.
 *
 * <p>Netty's epoll channels are final, take a parent only from their own server channel, and make their pipeline
 * themselves. Their class must stay, because applications ask for it ({@code EpollSocketChannel.tcpInfo}). So the
 * constructor and the pipeline's field are reached by reflection. A handler at the end of Netty's pipeline would not
 * do, because a handler added later stands behind it.
 */
final class AdoptedChannels {

    private static final Constructor<EpollSocketChannel> TCP = constructor();
    private static final Field PIPELINE = pipeline();

    private final PipelineEnd end;

    /** Makes channels whose uncaught exceptions reach {@code end}. */
    AdoptedChannels(PipelineEnd end) {
        this.end = end;
    }

    /**
     * The channel of a TCP connection.
     *
     * @param parent the channel's parent
     * @param socket owned by the channel from here on
     * @return null if the client has reset the connection; the descriptor is closed then
     */
    @Nullable
    Channel tcp(ListenerChannel parent, Fd socket) {
        LinuxSocket linux = LinuxSocket.newSocket(socket.number());
        InetSocketAddress client = linux.remoteAddress();
        if (client == null) {
            socket.close();
            return null;
        }
        socket.release();
        try {
            return withEnd(TCP.newInstance(parent, linux, client));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a channel with a parent", e);
        }
    }

    /**
     * The channel of a Unix-domain connection.
     *
     * @param parent the channel's parent
     * @param socket owned by the channel from here on
     */
    Channel unixDomain(ListenerChannel parent, Fd socket) {
        return withEnd(new EpollDomainSocketChannel(parent, LinuxSocket.newSocket(socket.release())));
    }

    private Channel withEnd(Channel channel) {
        try {
            PIPELINE.set(channel, new AdoptedPipeline(channel, end));
            return channel;
        } catch (IllegalAccessException e) {
            throw new LinkageError("a pipeline of the worker's own", e);
        }
    }

    private static Constructor<EpollSocketChannel> constructor() {
        try {
            Constructor<EpollSocketChannel> constructor = EpollSocketChannel.class.getDeclaredConstructor(
                    Channel.class, LinuxSocket.class, InetSocketAddress.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new LinkageError("not the Netty that this worker was built with", e);
        }
    }

    private static Field pipeline() {
        try {
            Field pipeline = AbstractChannel.class.getDeclaredField("pipeline");
            pipeline.setAccessible(true);
            return pipeline;
        } catch (NoSuchFieldException e) {
            throw new LinkageError("not the Netty that this worker was built with", e);
        }
    }
}
