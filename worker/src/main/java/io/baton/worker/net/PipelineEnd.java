package io.baton.worker.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * The end of every connection's pipeline. An exception that comes so far was caught by nobody; if it is neither the
 * network's nor what a client sent, the application is broken, and the worker is given up as Node gives up a process with an
 * uncaught exception.
 */
@ChannelHandler.Sharable
final class PipelineEnd extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = System.getLogger(PipelineEnd.class.getName());

    private final Consumer<Throwable> broken;

    PipelineEnd(Consumer<Throwable> broken) {
        this.broken = broken;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelFuture unused = context.close();
        if (cause instanceof IOException || cause instanceof CodecException) {
            LOG.log(Level.DEBUG, "connection closed: {0}", cause.toString());
        } else {
            LOG.log(Level.ERROR, "uncaught exception in a pipeline", cause);
            broken.accept(cause);
        }
    }
}
