package io.baton.worker.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose client may still be sending. It sends FIN, drops all bytes that arrive until the client's FIN
 * or the end of the time, then closes. If it closed at once, the kernel would answer those bytes with RST, and a client
 * that has not read the last response yet would lose it (RFC 9112, section 9.6).
 */
@SuppressWarnings("FutureReturnValueIgnored") // the connection ends in any case
final class LingeringClose extends ChannelInboundHandlerAdapter {
    private final Limits limits;
    private final Deadline deadline;

    LingeringClose(Channel channel, Limits limits) {
        this.limits = limits;
        this.deadline = new Deadline(channel, channel::close);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel) {
            ((DuplexChannel) ctx.channel()).shutdownOutput();
        }
        deadline.set(TimeUnit.MILLISECONDS.toNanos(limits.lingerMs()));
        ctx.channel().config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ReferenceCountUtil.release(msg);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.cancel();
    }
}
