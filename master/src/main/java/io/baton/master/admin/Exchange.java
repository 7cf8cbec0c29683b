package io.baton.master.admin;

import io.baton.protocol.message.ValueCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Admin loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // a client that is gone needs no answer
final class Exchange {

    /** What a page of this server may load: only what this server has. No other page may show one of this server. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ChannelHandlerContext ctx;
    private final FullHttpRequest request;
    private final Runnable whenAnswered;
    private final Runnable whenStreaming;

    private String allowed = "";

    /**
     * A request that was read.
     *
     * @param whenAnswered the whole answer is given, and the connection stays
     * @param whenStreaming the answer has no end
     */
    Exchange(ChannelHandlerContext ctx, FullHttpRequest request, Runnable whenAnswered, Runnable whenStreaming) {
        this.ctx = ctx;
        this.request = request;
        this.whenAnswered = whenAnswered;
        this.whenStreaming = whenStreaming;
    }

    /** The path, without a query. */
    String path() {
        int query = request.uri().indexOf('?');
        return query < 0 ? request.uri() : request.uri().substring(0, query);
    }

    HttpMethod method() {
        return request.method();
    }

    /** A field of the head; empty if there is none. */
    String field(CharSequence name) {
        String value = request.headers().get(name);
        return value == null ? "" : value;
    }

    /** A parameter of the query; null if there is none. */
    @Nullable
    String parameter(String name) {
        List<String> values = new QueryStringDecoder(request.uri()).parameters().get(name);
        return values == null ? null : values.get(0);
    }

    /** The body. Only until the page has returned. */
    byte[] body() {
        return ByteBufUtil.getBytes(request.content());
    }

    /** The admin loop. */
    Executor loop() {
        return ctx.executor();
    }

    /** Answers an object. */
    void json(HttpResponseStatus status, Map<String, ?> fields) {
        bytes(status, "application/json", (ValueCodec.encode(fields) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses the request. */
    void refuse(HttpResponseStatus status, String reason) {
        json(status, Map.of("error", reason));
    }

    /** Refuses the method, and names those that are allowed. */
    void refuseMethod(String allowed) {
        this.allowed = allowed;
        refuse(HttpResponseStatus.METHOD_NOT_ALLOWED, allowed + " only");
    }

    /** Gives the whole answer. */
    void bytes(HttpResponseStatus status, String type, byte[] bytes) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes));
        HttpHeaders headers = common(response, type);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"baton\"");
        } else if (!allowed.isEmpty()) {
            headers.set(HttpHeaderNames.ALLOW, allowed);
        }
        boolean stays = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        headers.set(HttpHeaderNames.CONNECTION, stays ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        ChannelFuture sent = ctx.writeAndFlush(response);
        if (stays) {
            whenAnswered.run();
        } else {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Begins an answer without an end. */
    ChannelHandlerContext stream(String type) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        common(response, type);
        HttpUtil.setTransferEncodingChunked(response, true);
        ctx.writeAndFlush(response);
        whenStreaming.run();
        return ctx;
    }

    /** Bytes of a text. */
    static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static HttpHeaders common(HttpResponse response, String type) {
        return response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("content-security-policy", POLICY)
                .set("referrer-policy", "no-referrer")
                .set("x-content-type-options", "nosniff");
    }
}
