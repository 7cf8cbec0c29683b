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

/** A server of one thread, raw or of HTTP, whose every connection gets one text and is closed. */
final class TextServer {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** Listens, and gives on each connection unread; prints where, or ends the program if it cannot. The server itself is the handle. */
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
     * Says a text on a connection after so long, whether the client has said anything, or its end already, or not; and ends
     * it, as a socket's {@code end} does: what the client says is not read, and it is not reset for that.
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
        // Everything that the client said or says is dropped, until it ends too.
        channel.config().setAutoRead(true);
    }

    private static void closeIfBothEnded(EpollSocketChannel channel) {
        if (channel.isInputShutdown() && channel.isOutputShutdown()) {
            Future<?> unused = channel.close();
        }
    }

    /**
     * Accepts from a server and answers a request of every connection, each time doing something with the server's channel
     * then.
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

    /** Does something when the connections that are open now are closed, but no later than after so long. */
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
