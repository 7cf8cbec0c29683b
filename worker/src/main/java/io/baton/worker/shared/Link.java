package io.baton.worker.shared;

import io.baton.protocol.posix.AbstractSocket;
import io.baton.protocol.shared.Resp;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisMessage;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the master's shared state. It begins with the first call, and again with the first one after it was lost. The
 * master carries calls out in their order, and answers in that order.
 *
 * <p>A master that replaces itself says so behind the answers to all calls that it has read. So those without an answer were not
 * carried out, and are sent again to the next one. When a connection is lost in another way, no one can know, and its calls fail.
 * Loop thread only.
 */
final class Link {

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MS = 1_000;
    private static final long AGAIN_MS = 20;
    private static final long UPGRADE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What a subscriber is told has three: {@code message}, the topic, what was said. */
    private static final int MOST_ELEMENTS = 3;

    private final EventLoop loop;
    private final String name;
    private final Consumer<ArrayRedisMessage> told;
    private final Consumer<Boolean> whenLost;
    private final int master;
    private final ArrayDeque<Call<?>> waiting = new ArrayDeque<>();

    private @Nullable Channel channel;
    private boolean connecting;
    private boolean flushing;
    private boolean looking;
    private boolean saidBye;
    private long upgradeAtNanos;

    /**
     * A connection that is not there yet.
     *
     * @param name of the master's socket, in the abstract namespace
     * @param told gets the arrays that answer no call; they stay the link's
     * @param whenLost called when an open connection has ended; gets whether the master has said good-bye
     */
    Link(EventLoop loop, String name, Consumer<ArrayRedisMessage> told, Consumer<Boolean> whenLost) {
        this.loop = loop;
        this.name = name;
        this.told = told;
        this.whenLost = whenLost;
        this.master = master(name);
    }

    /** The process that has made the socket, which it puts into the name, as {@code baton-PID-MORE}. */
    private static int master(String name) {
        return Integer.parseInt(name.split("-", 3)[1]);
    }

    /** Whether there is no connection, nor anything that would make one. */
    boolean isAway() {
        return channel == null && waiting.isEmpty();
    }

    /** Sends a call as soon as there is a connection. */
    void send(Call<?> call) {
        waiting.addLast(call);
        Channel open = channel;
        if (open == null) {
            connect();
            return;
        }
        write(open, call);
    }

    private void write(Channel open, Call<?> call) {
        ByteBuf to = open.alloc().buffer(call.bytes() + 64);
        call.writeTo(to);
        ChannelFuture unused = open.write(to, open.voidPromise());
        if (!flushing) {
            // Behind the calls that this turn of the loop still brings: one system call for all.
            flushing = true;
            loop.execute(this::flush);
        }
        look();
    }

    /** Of the connection that there is now. Another one may have taken the place of the one that the calls were written to first. */
    private void flush() {
        flushing = false;
        Channel open = channel;
        if (open != null) {
            open.flush();
        }
    }

    private void connect() {
        // An attempt that was put off may come when a call has connected already.
        if (connecting || channel != null) {
            return;
        }
        try {
            EpollDomainSocketChannel made =
                    new EpollDomainSocketChannel(AbstractSocket.connect(name).release());
            made.pipeline()
                    .addLast(
                            new RedisDecoder(),
                            new RedisBulkStringAggregator(),
                            new RedisArrayAggregator(MOST_ELEMENTS, 1),
                            new Answers());
            requireMaster(made);
            connecting = true;
            ChannelFuture unused = loop.register(made).addListener((ChannelFuture attempt) -> connected(attempt));
        } catch (IOException e) {
            refused(e.getMessage());
        }
    }

    /** The name is free when the master has ended, for any user. A master that replaces itself stays the same process. */
    private void requireMaster(EpollDomainSocketChannel made) throws IOException {
        int other = made.peerCredentials().pid();
        if (other != master) {
            made.unsafe().closeForcibly();
            throw new IOException("its socket is one of process " + other + " (expected: " + master + ")");
        }
    }

    private void connected(ChannelFuture attempt) {
        connecting = false;
        if (attempt.isSuccess()) {
            saidBye = false;
            upgradeAtNanos = 0;
            Channel open = attempt.channel();
            channel = open;
            waiting.forEach(call -> write(open, call));
        } else {
            refused(attempt.cause().getMessage());
        }
    }

    private void refused(@Nullable String reason) {
        if (upgradeAtNanos != 0 && System.nanoTime() - upgradeAtNanos < UPGRADE_NANOS) {
            Future<?> unused = loop.schedule(this::connect, AGAIN_MS, TimeUnit.MILLISECONDS);
        } else {
            failAll("no connection to the master: " + reason);
        }
    }

    private void lost() {
        boolean replaced = saidBye;
        channel = null;
        if (replaced) {
            upgradeAtNanos = System.nanoTime();
            if (!waiting.isEmpty()) {
                connect();
            }
        } else {
            failAll("the connection to the master was lost; whether the call was carried out is not known");
        }
        whenLost.accept(replaced);
    }

    private void failAll(String reason) {
        // A call that fails may bring another one.
        ArrayList<Call<?>> failed = new ArrayList<>(waiting);
        waiting.clear();
        failed.forEach(call -> call.fail(reason));
    }

    /** Sees once a second whether the master answers. */
    private void look() {
        if (!looking) {
            looking = true;
            Future<?> unused = loop.schedule(this::seeWhetherItAnswers, LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void seeWhetherItAnswers() {
        looking = false;
        Call<?> oldest = waiting.peekFirst();
        Channel open = channel;
        if (oldest == null) {
            return;
        }
        if (open != null && oldest.waitedNanos() > ANSWER_NANOS) {
            failAll("the master has not answered for " + TimeUnit.NANOSECONDS.toMillis(ANSWER_NANOS) + " ms");
            ChannelFuture unused = open.close();
        } else {
            look();
        }
    }

    /** Reads what the master says. */
    private final class Answers extends SimpleChannelInboundHandler<RedisMessage> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, RedisMessage message) {
            if (message instanceof ErrorRedisMessage error && error.content().equals(Resp.BYE)) {
                saidBye = true;
                ChannelFuture unused = context.close();
            } else if (message instanceof ArrayRedisMessage array && Subscriptions.isSaid(array)) {
                told.accept(array);
            } else {
                Call<?> call = waiting.pollFirst();
                if (call != null) {
                    call.answered(message);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (channel == context.channel()) {
                lost();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelFuture unused = context.close();
        }
    }
}
