package io.baton.worker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Drain;
import io.baton.worker.spi.Listener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.LinuxSocket;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AdopterTest {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Connections connections = new Connections(100);
    private final IoEventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
    private final LinuxSocket listener = LinuxSocket.newSocketStream(false);
    private final Fd listening = Fd.own(listener.intValue());
    private final ListenerChannel channelsParent = new ListenerChannel(new Listener("http", new InetSocketAddress(0)));
    private int descriptorsBefore;

    private Application served =
            (InitializingApplication) channel -> channel.pipeline().addLast(new Recorder());

    @BeforeEach
    void listen() throws Exception {
        loop.submit(() -> {}).get();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.listen(8);
        new Socket(InetAddress.getLoopbackAddress(), port()).close();
        accepted().close();
        descriptorsBefore = descriptors();
    }

    @AfterEach
    void nothingIsLeft() {
        await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptorsBefore));
        listening.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void noByteIsReadBeforeTheMasterKnows() throws Exception {
        try (Socket client = connect()) {
            client.getOutputStream().write('x');
            client.shutdownOutput();
            Channel channel = Objects.requireNonNull(adopt());
            onLoop(() -> seen.add("a turn of the loop later"));
            onLoop(() -> seen.add("two turns later"));
            read(channel);
            await().until(() -> seen.contains("read x"));
            assertThat(seen).startsWith("a turn of the loop later", "two turns later", "active", "read x");
        }
        closeAll();
    }

    @Test
    void bytesThatLieInTheSocketAreReadBeforeTheLoopWaitsAgain() throws Exception {
        try (Socket client = connect()) {
            client.getOutputStream().write('x');
            Channel channel = Objects.requireNonNull(adopt());
            beginToRead(channel);
            assertThat(seen).containsExactly("active", "read x", "end of the turn");
        }
        closeAll();
    }

    @Test
    void bytesThatComeAfterTheFirstReadAreReadToo() throws Exception {
        try (Socket client = connect()) {
            Channel channel = Objects.requireNonNull(adopt());
            beginToRead(channel);
            assertThat(seen).containsExactly("active", "end of the turn");
            client.getOutputStream().write('x');
            await().until(() -> seen.contains("read x"));
        }
        closeAll();
    }

    @Test
    void connectionOfAHandlerThatReadsByItselfIsNotReadUnasked() throws Exception {
        served = (InitializingApplication) channel -> {
            channel.config().setAutoRead(false);
            channel.pipeline().addLast(new Recorder());
        };
        try (Socket client = connect()) {
            client.getOutputStream().write('x');
            Channel channel = Objects.requireNonNull(adopt());
            beginToRead(channel);
            assertThat(seen).containsExactly("active", "end of the turn");
            onLoop(channel::read);
            await().until(() -> seen.contains("read x"));
        }
        closeAll();
    }

    @Test
    void channelHasNoDelayAndNoHalfClosureByDefault() throws Exception {
        try (Socket client = connect()) {
            Channel channel = Objects.requireNonNull(adopt());
            assertThat(channel.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
            assertThat(channel.config().getOption(ChannelOption.ALLOW_HALF_CLOSURE))
                    .isFalse();
            assertThat(client.isConnected()).isTrue();
            read(channel);
        }
        closeAll();
    }

    @Test
    void clientThatIsAlreadyGoneLeavesNoDescriptor() throws Exception {
        Fd socket = reset(connect());
        await().until(() -> isReset(socket));
        assertThat(onLoop(() -> adopter().adopt(channelsParent, socket))).isNull();
        assertThat(connections.size()).isZero();
    }

    @Test
    void connectionIsClosedWhenTheApplicationFails() throws Exception {
        served = (InitializingApplication) channel -> {
            throw new IOException("not today");
        };
        try (Socket client = connect()) {
            assertThat(adopt()).isNull();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void applicationMayImplementOnlyTheMethodWithoutAListener() throws Exception {
        List<String> called = new CopyOnWriteArrayList<>();
        served = new Application() {
            @Override
            public void initialize(Channel channel) {
                called.add("without a listener");
            }
        };
        try (Socket client = connect()) {
            assertThat(client.isConnected()).isTrue();
            read(Objects.requireNonNull(adopt()));
            assertThat(called).containsExactly("without a listener");
        }
        closeAll();
    }

    @Test
    void applicationMayImplementOnlyTheMethodWithAListener() throws Exception {
        List<Listener> called = new CopyOnWriteArrayList<>();
        served = new Application() {
            @Override
            public void initialize(Channel channel, Listener listener) {
                called.add(listener);
            }
        };
        try (Socket client = connect()) {
            assertThat(client.isConnected()).isTrue();
            read(Objects.requireNonNull(adopt()));
            assertThat(called).containsExactly(channelsParent.listener());
        }
        closeAll();
    }

    @Test
    void applicationThatImplementsNeitherMethodIsToldBoth() {
        Application neither = new Application() {};
        assertThatThrownBy(() -> neither.initialize(new EmbeddedChannel(), channelsParent.listener()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(neither.getClass().getName())
                .hasMessageContaining("initialize(Channel, Listener)");
    }

    @Test
    void connectionClosedBeforeItIsReadKeepsItsBytes() throws Exception {
        try (Socket client = connect()) {
            client.getOutputStream().write('x');
            Fd socket = accepted();
            try (Fd masters = Libc.duplicate(socket, 3)) {
                onLoop(() -> {
                    adopter().close(Objects.requireNonNull(adopter().adopt(channelsParent, socket)));
                    return null;
                });
                assertThat(Libc.receive(masters, ByteBuffer.allocateDirect(8))).isEqualTo(1);
            }
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void drainIsToldToEveryOpenConnectionAndDoneWithTheLast() throws Exception {
        try (Socket first = connect();
                Socket second = connect()) {
            read(Objects.requireNonNull(adopt()));
            Channel unread = Objects.requireNonNull(adopt());
            onLoop(() -> {
                connections.drain(() -> seen.add("empty"));
                return null;
            });
            assertThat(seen).filteredOn("drain"::equals).hasSize(1);
            read(unread);
            assertThat(seen).filteredOn("drain"::equals).hasSize(2);
            assertThat(seen).doesNotContain("empty");
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            closeAll();
            await().until(() -> seen.contains("empty"));
        }
    }

    /** The server's end of a connection that its client resets. */
    private Fd reset(Socket client) throws IOException {
        Fd socket = accepted();
        client.setSoLinger(true, 0);
        client.close();
        return socket;
    }

    /** A socket that its client has reset has no remote address any more. */
    private static boolean isReset(Fd socket) {
        return LinuxSocket.newSocket(socket.number()).remoteAddress() == null;
    }

    private Adopter adopter() {
        return new Adopter(loop, served, connections, cause -> seen.add("broken"));
    }

    private @Nullable Channel adopt() throws Exception {
        Fd socket = accepted();
        return onLoop(() -> adopter().adopt(channelsParent, socket));
    }

    private void read(Channel channel) throws Exception {
        onLoop(() -> {
            adopter().read(channel);
            return null;
        });
    }

    /** Begins to read in one turn of the loop. Returns at its end. */
    private void beginToRead(Channel channel) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        onLoop(() -> {
            adopter().read(channel);
            loop.execute(() -> {
                seen.add("end of the turn");
                ended.countDown();
            });
            return null;
        });
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private Fd accepted() {
        return Fd.own(Libc.accept(listening));
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port());
    }

    private int port() {
        return listener.localAddress().getPort();
    }

    private void closeAll() throws Exception {
        onLoop(() -> {
            open.forEach(channel -> channel.unsafe().close(channel.voidPromise()));
            return null;
        });
    }

    private <T extends @Nullable Object> T onLoop(Callable<T> action) throws Exception {
        return loop.submit(action).get();
    }

    private static int descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    private final List<Channel> open = new CopyOnWriteArrayList<>();

    private final class Recorder extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            open.add(context.channel());
            seen.add("active");
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            seen.add("read " + (char) bytes.readByte());
            bytes.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            seen.add(event == Drain.STARTED ? "drain" : "half-closed");
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            seen.add("inactive");
        }
    }
}
