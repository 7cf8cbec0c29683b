package io.baton.master.machines;

import io.baton.master.it.ApplicationJar;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An application that sends the body of a POST to {@code /echo} back, takes two seconds for {@code /slow} and prints
 * {@code inside} first, and answers the rest with the pid of its master.
 */
final class EchoApplication {

    /** What {@code /slow} prints. */
    static final String INSIDE = "inside";

    private static final String SOURCE =
            """
            package user;
            import io.netty.buffer.*;
            import io.netty.channel.*;
            import io.netty.handler.codec.http.*;
            import java.util.concurrent.TimeUnit;
            public final class Echo implements io.baton.worker.spi.Application {
                private io.baton.worker.spi.Worker worker;
                @Override public void start(io.baton.worker.spi.Worker worker) {
                    this.worker = worker;
                }
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(100_000), new Handler());
                }
                private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
                    @Override protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
                        ByteBuf body = request.uri().equals("/echo")
                                ? request.content().retain()
                                : Unpooled.wrappedBuffer(("master " + worker.ppid() + "\\n").getBytes());
                        boolean keepAlive = HttpUtil.isKeepAlive(request);
                        if (request.uri().equals("/slow")) {
                            System.out.println("inside");
                            context.executor().schedule(() -> answer(context, body, keepAlive), 2, TimeUnit.SECONDS);
                        } else {
                            answer(context, body, keepAlive);
                        }
                    }
                    private void answer(ChannelHandlerContext context, ByteBuf body, boolean wished) {
                        boolean keepAlive = wished && !worker.draining();
                        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
                        HttpUtil.setContentLength(answer, body.readableBytes());
                        HttpUtil.setKeepAlive(answer, keepAlive);
                        var written = context.writeAndFlush(answer);
                        if (!keepAlive) {
                            written.addListener(ChannelFutureListener.CLOSE);
                        }
                    }
                    @Override public void userEventTriggered(ChannelHandlerContext context, Object event) {
                        if (event == io.baton.worker.spi.Drain.STARTED) {
                            context.executor().schedule((Runnable) context::close, 1, TimeUnit.SECONDS);
                        }
                    }
                }
            }
            """;

    private EchoApplication() {}

    /** Its jar, compiled into this directory. */
    static Path jar(Path directory) throws IOException {
        return ApplicationJar.of(directory, "Echo", SOURCE);
    }
}
