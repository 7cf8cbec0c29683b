package io.baton.bench.classic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Answers one request with a text and ends the connection. It waits for the whole request first, because the kernel resets a
 * connection that is closed with an unread body. Owned by the connection's event loop.
 */
final class TextAnswers extends SimpleChannelInboundHandler<HttpObject> {

    private final Function<String, CompletionStage<String>> texts;
    private final Runnable then;

    private String path = "";
    private boolean asked;

    /**
     * Answers.
     *
     * @param texts the text for a path; a text that fails is answered with 500 and the reason
     * @param then called when the answer is written
     */
    TextAnswers(Function<String, CompletionStage<String>> texts, Runnable then) {
        this.texts = texts;
        this.then = then;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (asked) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            asked = true;
            end(ctx, HttpResponseStatus.BAD_REQUEST, "", () -> {});
            return;
        }
        if (part instanceof HttpRequest request) {
            path = request.uri();
            if (HttpUtil.is100ContinueExpected(request)) {
                ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE))
                        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            }
        }
        if (part instanceof LastHttpContent) {
            asked = true;
            texts.apply(path).whenComplete((text, failure) -> ctx.executor().execute(() -> answer(ctx, text, failure)));
        }
    }

    /** A client that closes or resets ends only its own connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Future<?> unused = ctx.close();
    }

    private void answer(ChannelHandlerContext ctx, String text, Throwable failure) {
        if (failure == null) {
            end(ctx, HttpResponseStatus.OK, text, then);
        } else {
            end(ctx, HttpResponseStatus.INTERNAL_SERVER_ERROR, failure.getMessage() + "\n", then);
        }
    }

    private static void end(ChannelHandlerContext ctx, HttpResponseStatus status, String text, Runnable then) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE).addListener(written -> then.run());
    }
}
