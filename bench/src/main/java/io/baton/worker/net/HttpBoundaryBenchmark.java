package io.baton.worker.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A request and its answer through Netty's codec, without a socket, with and without the handler that watches it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HttpBoundaryBenchmark {

    /** Whether the handler is there. */
    @Param({"false", "true"})
    public boolean watched;

    private final ByteBuf request = Unpooled.directBuffer()
            .writeBytes("GET /path HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n"
                    .getBytes(US_ASCII));

    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** Adds the handlers. */
    @Setup
    public void open() {
        HttpServerCodec codec = new HttpServerCodec();
        channel.pipeline().addLast(codec);
        if (watched) {
            channel.pipeline().addLast(new HttpBoundary(channel, codec));
        }
        channel.pipeline().addLast(new Answering());
    }

    /** One request, up to the bytes of its answer. */
    @Benchmark
    public int request() {
        channel.writeInbound(request.retainedDuplicate());
        int bytes = 0;
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            bytes += out.readableBytes();
            out.release();
        }
        return bytes;
    }

    /** Releases what the channel holds. */
    @TearDown
    public void close() {
        boolean unused = channel.finishAndReleaseAll();
        ReferenceCountUtil.release(request);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Answering extends SimpleChannelInboundHandler<HttpRequest> {

        private final ByteBuf body = Unpooled.directBuffer().writeBytes("hello".getBytes(US_ASCII));

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpRequest request) {
            DefaultFullHttpResponse answer =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body.retainedDuplicate());
            HttpUtil.setContentLength(answer, 5);
            ctx.writeAndFlush(answer);
        }
    }
}
