package io.baton.bench.classic;

import io.baton.protocol.message.Handle;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** A server of one thread, for raw TCP or for HTTP. Every connection gets one text and is closed. */
final class TextServer {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /**
     * Listens, prints where, and passes each connection on unread. Ends the program if it cannot listen. The server
     * itself is the handle.
     */
    static Handle listen(int port, boolean accept, Consumer<Handle> connections)
            throws IOException, InterruptedException {
        ServerBootstrap server = new ServerBootstrap()
                .group(new TextServer().loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.AUTO_READ, accept)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) throws IOException {
                        Handle connection = Handle.of((UnixChannel) channel);
                        channel.close().addListener(closed -> connections.accept(connection));
                    }
                });
        ChannelFuture bound = server.bind(port).await();
        if (!bound.isSuccess()) {
            throw Arguments.fail("port " + port + ": " + bound.cause().getMessage());
        }
        Channel channel = bound.channel();
        System.out.println("listening on port " + ((InetSocketAddress) channel.localAddress()).getPort());
        return Handle.of((UnixChannel) channel);
    }

    /**
     * Sends a text on a connection after a delay, whether or not the client has sent anything or has closed its side. Then
     * ends the connection as a socket's {@code end} does: bytes of the client are not answered, and do not cause a reset.
     */
    void say(Handle connection, String text, long afterMs) {
        EpollSocketChannel channel = connection.toSocketChannel();
        connections.add(channel);
        channel.config().setAllowHalfClosure(true);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                closeIfBothEnded(channel);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable clients) {
                Future<?> unused = ctx.close();
            }
        });
        loops.register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                channel.unsafe().closeForcibly();
                return;
            }
            Future<?> unused = channel.eventLoop().schedule(() -> end(channel, text), afterMs, TimeUnit.MILLISECONDS);
        });
    }

    private static void end(EpollSocketChannel channel, String text) {
        channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII))
                .addListener(written -> channel.shutdownOutput().addListener(ended -> closeIfBothEnded(channel)));
        // All bytes of the client are dropped until it closes its side too.
        channel.config().setAutoRead(true);
    }

    private static void closeIfBothEnded(EpollSocketChannel channel) {
        if (channel.isInputShutdown() && channel.isOutputShutdown()) {
            Future<?> unused = channel.close();
        }
    }

    /**
     * Accepts from a server and answers one request of every connection. After each answer it does something with the
     * server's channel.
     *
     * @param texts the text for a path
     */
    void accept(Handle server, Function<String, CompletionStage<String>> texts, Consumer<Channel> then) {
        EpollServerSocketChannel channel = server.toServerChannel();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object accepted) {
                Channel connection = (Channel) accepted;
                connections.add(connection);
                connection
                        .pipeline()
                        .addLast(new HttpServerCodec(), new TextAnswers(texts, () -> then.accept(channel)));
                register(connection);
            }
        });
        register(channel);
    }

    /** Does something when the connections that are open now are closed, or when the time limit is over. */
    void whenAnswered(long atMostMs, Runnable then) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (done.compareAndSet(false, true)) {
                then.run();
            }
        };
        connections.newCloseFuture().addListener(closed -> once.run());
        Future<?> unused = loops.schedule(once, atMostMs, TimeUnit.MILLISECONDS);
    }

    private void register(Channel channel) {
        loops.register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                channel.unsafe().closeForcibly();
            }
        });
    }
}
