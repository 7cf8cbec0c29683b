package io.baton.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.baton.worker.spi.Application;
import io.baton.worker.spi.Listener;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;

/** Answers every request with the name and port of its listener, and with the port of its channel's parent. */
public final class ListenerNameApplication implements Application {

    @Override
    public void initialize(Channel channel, Listener listener) {
        String text = listener.name() + " " + port(listener.address()) + " "
                + port(channel.parent().localAddress());
        channel.pipeline().addLast(new Answer(text));
    }

    private static int port(Object address) {
        return ((InetSocketAddress) address).getPort();
    }

    private static final class Answer extends ChannelInboundHandlerAdapter {

        private final String text;

        Answer(String text) {
            this.text = text;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            String answer =
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
            context.writeAndFlush(Unpooled.copiedBuffer(answer, US_ASCII)).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
