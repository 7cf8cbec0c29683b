package io.baton.master.shared;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Reads what a worker still sends after the last word, and throws it away: unread, it would hide that the worker has closed. */
@Sharable
final class Discarding extends ChannelInboundHandlerAdapter {

    private static final Discarding ALL = new Discarding();

    private Discarding() {}

    /** Discards all that comes from now on. On the loop of the connection. */
    static void begin(Channel channel) {
        channel.pipeline().addFirst(ALL);
        channel.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }
}
