package io.baton.worker.net;

import io.baton.worker.spi.Movable;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the handlers of a connection once they are all there, and finds out how it can move. It is the first handler
 * until then: a {@code ChannelInitializer} adds its handlers when the channel is registered. It knows Netty's handlers
 * by their names and loads none of their classes. Owned by the channel's event loop.
 */
final class PipelineSurvey extends ChannelInboundHandlerAdapter {

    private static final String CODEC = "io.netty.handler.codec.http.HttpServerCodec";
    private static final String DECODER = "io.netty.handler.codec.http.HttpRequestDecoder";
    private static final String ENCODER = "io.netty.handler.codec.http.HttpResponseEncoder";

    /**
     * Handlers that may stand before the codec. They keep no bytes, and begin anew on another channel without harm. A
     * handler that has used bytes before the first request, as one for HAProxy's header does, would want them again.
     */
    private static final Set<String> TRANSPARENT = Set.of(
            "io.netty.handler.logging.LoggingHandler",
            "io.netty.handler.timeout.IdleStateHandler",
            "io.netty.handler.timeout.ReadTimeoutHandler",
            "io.netty.handler.timeout.WriteTimeoutHandler",
            "io.netty.handler.flush.FlushConsolidationHandler",
            Leftover.class.getName(),
            PipelineSurvey.class.getName());

    private final Connection connection;

    PipelineSurvey(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        ChannelPipeline pipeline = ctx.pipeline();
        look(pipeline);
        ctx.fireChannelRegistered();
        pipeline.remove(this);
    }

    private void look(ChannelPipeline pipeline) {
        Movable own = pipeline.get(Movable.class);
        if (own != null) {
            connection.movesBy(own);
            return;
        }
        Iterator<Map.Entry<String, ChannelHandler>> handlers = pipeline.iterator();
        String before = "";
        while (handlers.hasNext()) {
            Map.Entry<String, ChannelHandler> next = handlers.next();
            String type = next.getValue().getClass().getName();
            if (type.equals(CODEC)) {
                watch(pipeline, next.getKey(), next.getValue(), before);
                return;
            } else if (type.equals(DECODER)) {
                Map.Entry<String, ChannelHandler> second = handlers.hasNext() ? handlers.next() : next;
                boolean pair = second.getValue().getClass().getName().equals(ENCODER);
                watch(pipeline, second.getKey(), next.getValue(), pair ? before : "its codec is unknown");
                return;
            } else if (before.isEmpty() && !type.equals(ENCODER)) {
                before = obstacle(type);
            }
        }
        connection.stays(before.isEmpty() ? "its protocol is unknown" : before);
    }

    private void watch(ChannelPipeline pipeline, String last, ChannelHandler decoder, String obstacle) {
        if (obstacle.isEmpty()) {
            HttpBoundary boundary = new HttpBoundary(pipeline.channel(), decoder);
            pipeline.addAfter(last, null, boundary);
            connection.movesBy(boundary);
        } else {
            connection.stays(obstacle);
        }
    }

    /** Why no connection can move with the handlers that stand before this one; empty if they are transparent. */
    static String obstacleBefore(ChannelHandler codec, ChannelPipeline pipeline) {
        for (Map.Entry<String, ChannelHandler> next : pipeline) {
            if (next.getValue() == codec) {
                return "";
            }
            String obstacle = obstacle(next.getValue().getClass().getName());
            if (!obstacle.isEmpty()) {
                return obstacle;
            }
        }
        return "it speaks HTTP no more";
    }

    private static String obstacle(String type) {
        if (TRANSPARENT.contains(type) || type.equals(ENCODER)) {
            return "";
        } else if (type.startsWith("io.netty.handler.ssl.")) {
            return "TLS";
        }
        return type.contains(".Http2") ? "HTTP/2" : "its protocol is unknown";
    }
}
