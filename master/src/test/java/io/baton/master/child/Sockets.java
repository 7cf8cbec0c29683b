package io.baton.master.child;

import io.baton.protocol.message.Handle;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sockets of each kind that answer {@code served}, and sockets to send away. On threads of their own. */
final class Sockets implements AutoCloseable {

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("sockets", true), EpollIoHandler.newFactory());

    /** Serves a socket that came from another process. Returns its address. */
    InetSocketAddress serve(Handle handle) {
        Channel channel =
                switch (handle.kind()) {
                    case SERVER, BOUND -> serving(handle.toServerChannel(), new OnConnection());
                    case CONNECTION -> serving(handle.toSocketChannel(), new Last());
                    case DATAGRAM -> serving(handle.toDatagramChannel(), new OnDatagram());
                };
        InetSocketAddress address = (InetSocketAddress) channel.localAddress();
        if (handle.kind() == Handle.Kind.CONNECTION) {
            channel.writeAndFlush(served()).addListener(ChannelFutureListener.CLOSE);
        }
        return address;
    }

    /** Keeps a connection that came from another process open until its client closes it. */
    void keep(Handle connection) {
        Channel unused = serving(connection.toSocketChannel(), new Last());
    }

    /** A server on which this process does not accept. */
    Listening server() throws Exception {
        return listening(handle -> handle.close(), false);
    }

    /** A server whose connections become handles that were never read. */
    Listening accepting(Consumer<Handle> accepted) throws Exception {
        return listening(accepted, true);
    }

    /** A datagram socket from which this process does not receive. */
    Listening datagram() throws Exception {
        Channel channel = new Bootstrap()
                .group(loops)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return new Listening((UnixChannel) channel);
    }

    /** A socket that is bound, and neither listens nor is connected. */
    Listening bound() throws Exception {
        EpollSocketChannel channel = new EpollSocketChannel();
        channel.config().setAutoRead(false);
        loops.register(channel).sync();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync();
        return new Listening(channel);
    }

    /** A channel of this process. Closing this closes it. */
    record Listening(UnixChannel channel) implements AutoCloseable {

        InetSocketAddress address() {
            return (InetSocketAddress) channel.localAddress();
        }

        @Override
        public void close() {
            channel.close().syncUninterruptibly();
        }
    }

    @Override
    public void close() {
        if (!loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the loop does not end");
        }
    }

    private Listening listening(Consumer<Handle> accepted, boolean autoRead) throws InterruptedException {
        Channel channel = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.AUTO_READ, autoRead)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) throws Exception {
                        Handle handle = Handle.of((UnixChannel) connection);
                        connection.close().addListener(closed -> accepted.accept(handle));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return new Listening((UnixChannel) channel);
    }

    private Channel serving(Channel channel, ChannelInboundHandlerAdapter handler) {
        channel.pipeline().addLast(handler);
        loops.register(channel).syncUninterruptibly();
        return channel;
    }

    private static ByteBuf served() {
        return Unpooled.copiedBuffer("served", StandardCharsets.US_ASCII);
    }

    private final class OnConnection extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            Channel connection = (Channel) accepted;
            connection.pipeline().addLast(new Last());
            loops.register(connection)
                    .addListener(
                            registered -> connection.writeAndFlush(served()).addListener(ChannelFutureListener.CLOSE));
        }
    }

    private static final class OnDatagram extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            ctx.writeAndFlush(new DatagramPacket(served(), packet.sender()))
                    .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    private static final class Last extends ChannelInboundHandlerAdapter {}
}
