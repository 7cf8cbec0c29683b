package io.baton.worker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.worker.spi.Application;
import io.baton.worker.spi.Listener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WarmUpTest {

    private static final Listener LISTENER = new Listener("http", new InetSocketAddress(3000));
    private static final byte[] REQUEST = "warm".getBytes(StandardCharsets.US_ASCII);

    private final IoEventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void endLoop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void allRequestsGoOverOneConnectionWhichIsClosedInTheEnd() throws Exception {
        warmUp(new Echo(), REQUEST, 20);
        assertThat(requests).hasValue(20);
        await().until(() -> closed.get() == 1);
    }

    @Test
    void applicationWithoutAWarmUpRequestIsNotAsked() throws Exception {
        warmUp(new Echo(), new byte[0], 20);
        warmUp(new Echo(), REQUEST, 0);
        assertThat(requests).hasValue(0);
    }

    @Test
    void warmUpFailsWhenTheApplicationTakesNoConnection() {
        Application broken = application(REQUEST, channel -> {
            throw new IOException("not today");
        });
        assertThatThrownBy(() -> new WarmUp(loop, broken, LISTENER).run(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would not take");
    }

    @Test
    void warmUpFailsWhenTheApplicationFailsAtARequest() {
        ChannelInboundHandlerAdapter failing = new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ReferenceCountUtil.release(message);
                throw new IllegalArgumentException("not today");
            }
        };
        assertThatThrownBy(() -> warmUp(failing, REQUEST, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private void warmUp(ChannelInboundHandlerAdapter handler, byte[] request, int count) throws Exception {
        Application application =
                application(request, channel -> channel.pipeline().addLast(handler));
        new WarmUp(loop, application, LISTENER).run(count);
    }

    private static Application application(byte[] request, InitializingApplication initializer) {
        return new Application() {
            @Override
            public void initialize(Channel channel) throws Exception {
                initializer.initialize(channel);
            }

            @Override
            public byte[] warmUpRequest() {
                return request;
            }
        };
    }

    private final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            requests.incrementAndGet();
            ChannelFuture unused = context.writeAndFlush(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closed.incrementAndGet();
        }
    }
}
