package server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Netty on NIO. */
public final class Main extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final int LONGEST = 128 * 1024 * 1024;

    public static void main(String[] arguments) throws Exception {
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(LONGEST),
                                        new WebSocketServerProtocolHandler("/ws"),
                                        new Echo(),
                                        new Main());
                    }
                })
                .bind(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")))
                .sync();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        String uri = request.uri();
        long number = uri.indexOf('=') < 0 ? 0 : Long.parseLong(uri.substring(uri.indexOf('=') + 1));
        boolean last = !HttpUtil.isKeepAlive(request);
        if (uri.startsWith("/echo")) {
            answer(context, request.content().retain(), last);
        } else if (uri.startsWith("/bytes")) {
            byte[] bytes = new byte[(int) number];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i % 251);
            }
            answer(context, Unpooled.wrappedBuffer(bytes), last);
        } else if (uri.startsWith("/chunks")) {
            chunks(context);
        } else if (uri.startsWith("/file")) {
            file(context, new File(uri.substring("/file".length())));
        } else if (uri.startsWith("/slow")) {
            context.executor().schedule(() -> describe(context, last), number, TimeUnit.MILLISECONDS);
        } else {
            describe(context, last);
        }
    }

    private static void describe(ChannelHandlerContext context, boolean last) {
        Channel channel = context.channel();
        String line =
                ProcessHandle.current().pid() + " " + channel.remoteAddress() + " " + channel.localAddress() + "\n";
        answer(context, Unpooled.copiedBuffer(line, StandardCharsets.UTF_8), last);
    }

    private static void answer(ChannelHandlerContext context, ByteBuf body, boolean last) {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        HttpUtil.setContentLength(response, body.readableBytes());
        HttpUtil.setKeepAlive(response, !last);
        context.writeAndFlush(response);
        if (last) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> context.close());
        }
    }

    /** The kernel sends the file. */
    private static void file(ChannelHandlerContext context, File file) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setContentLength(head, file.length());
        context.write(head);
        context.write(new DefaultFileRegion(file, 0, file.length()));
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static void chunks(ChannelHandlerContext context) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(head, true);
        context.write(head);
        for (int i = 0; i < 10; i++) {
            context.writeAndFlush(
                    new DefaultHttpContent(Unpooled.copiedBuffer("chunk " + i + "\n", StandardCharsets.UTF_8)));
        }
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Says again what it hears by WebSocket. */
    private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            context.writeAndFlush(frame.retain());
        }
    }
}
