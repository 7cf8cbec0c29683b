package io.baton.worker.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose client may still be sending: sends FIN, and drops what arrives until the client's FIN, for at
 * most a second. If the socket were closed at once, the kernel would answer those bytes with RST, which takes away even
 * answers that the client has not read yet (RFC 9112, section 9.6). It is the first handler, so that no other reads.
 * Owned by the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the connection ends in any case
final class Linger extends ChannelInboundHandlerAdapter {

    private static final long LINGER_MS = 1_000;

    private @Nullable ScheduledFuture<?> limit;

    private Linger() {}

    /** Ends the connection. A second call does nothing. */
    static void begin(Channel channel) {
        if (!channel.isActive() || !(channel instanceof DuplexChannel duplex) || duplex.isInputShutdown()) {
            channel.unsafe().close(channel.voidPromise());
        } else if (channel.pipeline().get(Linger.class) == null) {
            channel.pipeline().addFirst(new Linger());
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ((DuplexChannel) ctx.channel()).shutdownOutput();
        limit = ctx.executor().schedule(() -> close(ctx), LINGER_MS, TimeUnit.MILLISECONDS);
        ctx.channel().config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ReferenceCountUtil.release(msg);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            close(ctx);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (limit != null) {
            limit.cancel(false);
        }
    }

    /** Past the other handlers, which may answer a close in ways of their own. */
    private static void close(ChannelHandlerContext ctx) {
        ctx.channel().unsafe().close(ctx.channel().voidPromise());
    }
}
