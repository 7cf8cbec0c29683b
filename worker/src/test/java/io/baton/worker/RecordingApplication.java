package io.baton.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.baton.worker.spi.Application;
import io.baton.worker.spi.Drain;
import io.baton.worker.spi.Listener;
import io.baton.worker.spi.Load;
import io.baton.worker.spi.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Records its calls, and completes them when the test allows it. Serves each client until its end of stream. */
final class RecordingApplication implements Application {

    /** One text for each event, in order. Of the warm-up only the first request is recorded. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    /** How many clients' connections it was asked to serve. */
    final AtomicInteger initialized = new AtomicInteger();

    volatile CompletableFuture<Void> start = CompletableFuture.completedFuture(null);
    volatile CompletableFuture<Void> readiness = CompletableFuture.completedFuture(null);
    volatile CompletableFuture<Void> initialization = CompletableFuture.completedFuture(null);
    volatile @Nullable Error fatal;
    volatile @Nullable Error loadFails;
    volatile boolean loadChanges;

    /** The listener of each connection that it was asked to serve, the warm-up's too. */
    final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private int looks;

    @Override
    public void start(Worker worker) {
        seen.add("start " + worker.id());
        start.join();
        failIfItMust();
        seen.add("started");
    }

    @Override
    public byte[] warmUpRequest() {
        return "w".getBytes(US_ASCII);
    }

    @Override
    public CompletionStage<Void> ready() {
        seen.add("asked whether ready");
        return readiness;
    }

    @Override
    public Load load() {
        Error error = loadFails;
        if (error != null) {
            throw error;
        }
        return loadChanges ? new Load(-1, ++looks % 2, 0, 4) : new Load(-1, 0, 0, 4);
    }

    @Override
    public void initialize(Channel channel, Listener listener) {
        listeners.add(listener);
        if (channel instanceof EpollSocketChannel) {
            initialized.incrementAndGet();
            initialization.join();
            failIfItMust();
            channel.pipeline().addLast(new Recorder());
        } else {
            seen.add("warm-up");
            channel.pipeline().addLast(new Echo());
        }
    }

    @Override
    public void stop() {
        seen.add("stop");
    }

    private void failIfItMust() {
        Error error = fatal;
        if (error != null) {
            throw error;
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            String text = bytes.toString(US_ASCII);
            bytes.release();
            seen.add("read " + text);
            context.writeAndFlush(Unpooled.copiedBuffer("heard " + text + "\n", US_ASCII));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == Drain.STARTED) {
                seen.add("drain");
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            seen.add("closed");
        }
    }
}
