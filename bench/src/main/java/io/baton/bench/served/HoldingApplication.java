package io.baton.bench.served;

import io.baton.worker.spi.Application;
import io.baton.worker.spi.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An application with a state worth losing: holds so many megabytes as {@value #HELD} says, collects its garbage when asked
 * to, and takes its JVM down when asked to. A worker's, and that of the one JVM with threads.
 */
public final class HoldingApplication implements Application {

    /** The variable that says how many MB of small objects to hold. */
    public static final String HELD = "BATON_BENCH_HELD_MB";

    /** Runs a full collection before it answers. */
    public static final String COLLECT = "/collect";
    /** Ends the JVM at once, without an answer. */
    public static final String HALT = "/halt";

    private static final int OBJECT_BYTES = 64;
    private static final int OBJECTS_PER_MB = (1 << 20) / (OBJECT_BYTES + 16);

    private final List<byte[]> held = new ArrayList<>();

    @Override
    public void start(Worker worker) {
        int megabytes = Integer.parseInt(System.getenv().getOrDefault(HELD, "1"));
        for (int i = 0; i < megabytes * OBJECTS_PER_MB; i++) {
            held.add(new byte[OBJECT_BYTES]);
        }
    }

    @Override
    public void initialize(Channel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new SimpleChannelInboundHandler<HttpRequest>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
                answer(context, request);
            }
        });
    }

    private void answer(ChannelHandlerContext context, HttpRequest request) {
        if (request.uri().equals(HALT)) {
            Runtime.getRuntime().halt(1);
        }
        if (request.uri().equals(COLLECT)) {
            System.gc();
        }
        String text = "I hold " + held.size() + " objects, pid: "
                + ProcessHandle.current().pid() + "\n";
        ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        HttpUtil.setContentLength(response, body.readableBytes());
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        ChannelFuture written = context.writeAndFlush(response);
        if (!HttpUtil.isKeepAlive(request)) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
