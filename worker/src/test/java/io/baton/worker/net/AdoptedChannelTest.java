package io.baton.worker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler finds an adopted channel to be as one that a server bootstrap accepted. */
final class AdoptedChannelTest {

    private static final AttributeKey<String> NOTE = AttributeKey.valueOf(AdoptedChannelTest.class, "note");

    private final BlockingQueue<Channel> active = new LinkedBlockingQueue<>();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private Socket client;
    private Channel accepted;

    AdoptedChannelTest() {
        client = new Socket();
        accepted = new EpollSocketChannel();
        accepted.unsafe().closeForcibly();
    }

    @BeforeEach
    void acceptOneWithABootstrap() throws Exception {
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new Noting())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        client = new Socket(address.getAddress(), address.getPort());
        accepted = next();
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @ParameterizedTest(name = "handed over: {0}")
    @ValueSource(booleans = {true, false})
    void adoptedChannelIsLikeAnAcceptedOne(boolean handsOver) throws Exception {
        try (AdoptedServer server =
                        new AdoptedServer(channel -> channel.pipeline().addLast(new Noting()), handsOver);
                Socket socket = server.client()) {
            Channel adopted = next();
            assertThat(adopted).hasSameClassAs(accepted).isInstanceOf(EpollSocketChannel.class);
            assertThat(adopted.localAddress()).isEqualTo(server.address);
            assertThat(adopted.remoteAddress())
                    .isEqualTo(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
            assertThat(adopted.metadata()).isEqualTo(accepted.metadata());
            assertThat(adopted.id().asLongText())
                    .isNotEqualTo(accepted.id().asLongText())
                    .hasSameSizeAs(accepted.id().asLongText());
            assertThat(adopted.isActive() && adopted.isOpen() && adopted.isRegistered() && adopted.isWritable())
                    .isTrue();
            assertThat(adopted.pipeline().names()).isEqualTo(accepted.pipeline().names());
            assertThat(adopted.pipeline().channel()).isSameAs(adopted);
            assertThat(adopted.config()).hasSameClassAs(accepted.config());
            assertThat(options(adopted)).isEqualTo(options(accepted));
            adopted.attr(NOTE).set("kept");
            assertThat(adopted.attr(NOTE).get()).isEqualTo("kept");
        }
    }

    @ParameterizedTest(name = "handed over: {0}")
    @ValueSource(booleans = {true, false})
    void parentIsAServersChannel(boolean handsOver) throws Exception {
        try (AdoptedServer server =
                        new AdoptedServer(channel -> channel.pipeline().addLast(new Noting()), handsOver);
                Socket first = server.client();
                Socket second = server.client()) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            Channel adopted = next();
            Channel parent = Objects.requireNonNull(adopted.parent());
            assertThat(parent).isInstanceOf(ServerChannel.class).isInstanceOf(ServerSocketChannel.class);
            assertThat(parent.localAddress()).isEqualTo(server.address);
            assertThat(parent.remoteAddress()).isNull();
            assertThat(parent.parent()).isNull();
            assertThat(parent.isOpen() && parent.isActive() && parent.isRegistered())
                    .isTrue();
            assertThat(parent.eventLoop()).isSameAs(adopted.eventLoop());
            assertThat(parent.config().getOption(ChannelOption.SO_BACKLOG)).isPositive();
            assertThat(next().parent()).as("of another connection").isSameAs(parent);
            parent.close().sync();
            try (Socket third = server.client()) {
                assertThat(third.isConnected()).isTrue();
                assertThat(next().isActive()).as("of a connection after that").isTrue();
            }
        }
    }

    /**
     * Without the write marks, which the worker sets, and without the allocator, which is another object for each
     * channel.
     */
    private static Map<ChannelOption<?>, Object> options(Channel channel) {
        Map<ChannelOption<?>, Object> options = new HashMap<>(channel.config().getOptions());
        options.keySet()
                .removeIf(option ->
                        option.name().startsWith("WRITE_BUFFER") || option.equals(ChannelOption.RECVBUF_ALLOCATOR));
        return options;
    }

    private Channel next() throws InterruptedException {
        return Objects.requireNonNull(active.poll(10, TimeUnit.SECONDS), "a connection");
    }

    private final class Noting extends ChannelInboundHandlerAdapter {

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            active.add(context.channel());
        }
    }
}
