package io.baton.master.child;

import io.baton.protocol.message.Handle;
import io.baton.worker.child.WorkerProcess;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The same as {@code echo.js}, in Java: sends every message back, and greets on every connection. */
final class EchoChild {

    private static final EventLoopGroup LOOPS =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("echo", true), EpollIoHandler.newFactory());

    private EchoChild() {}

    public static void main(String[] arguments) {
        WorkerProcess me = WorkerProcess.current();
        me.onMessage((message, handle) -> {
            if (handle != null) {
                greet(handle);
                me.send(Arrays.asList("handle", message));
            } else {
                me.send(message);
            }
        });
        me.send("up");
    }

    private static void greet(Handle handle) {
        EpollSocketChannel channel = handle.toSocketChannel();
        channel.pipeline().addLast(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel connection) {}
        });
        LOOPS.register(channel).addListener(registered -> channel.writeAndFlush(
                        Unpooled.copiedBuffer("greeted", StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE));
    }
}
