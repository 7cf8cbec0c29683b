package io.baton.worker.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;

/**
 * Gives the pipeline the bytes that came with a moved connection, before any byte of the socket. They answer the
 * pipeline's first read, so that handlers that read by themselves get them when they ask. It is the first handler, and
 * removes itself then. Owned by the channel's event loop.
 */
final class Leftover extends ChannelDuplexHandler {

    private final byte[] bytes;

    private boolean given;

    Leftover(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (given) {
            ctx.read();
        } else {
            give(ctx);
        }
    }

    /** Netty reads a channel whose client has half-closed even if no handler asks. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!given) {
            give(ctx);
        }
        ctx.fireChannelRead(msg);
    }

    private void give(ChannelHandlerContext ctx) {
        given = true;
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.remove(this);
        pipeline.fireChannelRead(Unpooled.wrappedBuffer(bytes));
        // The pipeline's first handler asks for the next read after this, if the channel reads automatically.
        pipeline.fireChannelReadComplete();
    }
}
