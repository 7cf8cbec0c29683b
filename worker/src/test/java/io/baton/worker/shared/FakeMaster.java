package io.baton.worker.shared;

import io.baton.protocol.posix.AbstractSocket;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.shared.Resp;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A master that answers calls for shared state as a test wants, on a loop of its own. It listens when a test says so. */
final class FakeMaster implements AutoCloseable {

    static final String NONE = "$-1\r\n";
    static final String BYE = "-" + Resp.BYE + "\r\n";

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("fake-master", true), EpollIoHandler.newFactory());
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final String name;
    private final Behaviour behaviour;

    private volatile @Nullable Channel listening;

    /** What it does with a call. On its loop. */
    interface Behaviour {

        /**
         * A call has come.
         *
         * @param words with blanks between them
         */
        void called(Channel client, String words);
    }

    FakeMaster(Behaviour behaviour) {
        this(Processes.pid(), behaviour);
    }

    /** A master that says that it is another process. */
    FakeMaster(int pid, Behaviour behaviour) {
        this.name = AbstractSocket.name("baton-" + pid + "-" + Long.toHexString(System.nanoTime()));
        this.behaviour = behaviour;
    }

    String address() {
        return "@" + name;
    }

    /** Each call that has come, in words with blanks between them. */
    List<String> calls() {
        return calls;
    }

    /** How many there were. */
    int connections() {
        return connections.get();
    }

    /** Begins to listen. On any thread but its loop. */
    void listen() throws PosixException {
        int socket = AbstractSocket.listen(name, 16).release();
        listening = new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new EpollServerDomainSocketChannel(socket, true))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        connections.incrementAndGet();
                        client.pipeline()
                                .addLast(
                                        new RedisDecoder(),
                                        new RedisBulkStringAggregator(),
                                        new RedisArrayAggregator(9, 1),
                                        new Calls());
                    }
                })
                .register()
                .syncUninterruptibly()
                .channel();
    }

    /** Closes the listening socket, so that new connections are refused. A call on its loop has done that when it returns. */
    void stopListening() {
        Channel open = listening;
        if (open != null) {
            ChannelFuture unused = open.close();
        }
    }

    /** Sends all of this at once. */
    static void say(Channel client, String answer) {
        ChannelFuture unused = client.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
    }

    /** Sends all of this at once, and nothing more. */
    static void sayLast(Channel client, String answer) {
        ChannelFuture unused = client.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void close() {
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Calls extends SimpleChannelInboundHandler<ArrayRedisMessage> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, ArrayRedisMessage message) {
            StringBuilder words = new StringBuilder();
            message.children().forEach(word -> words.append(words.isEmpty() ? "" : " ")
                    .append(((FullBulkStringRedisMessage) word).content().toString(StandardCharsets.UTF_8)));
            calls.add(words.toString());
            behaviour.called(context.channel(), words.toString());
        }
    }
}
