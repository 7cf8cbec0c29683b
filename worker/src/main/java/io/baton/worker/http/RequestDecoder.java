package io.baton.worker.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Netty's request decoder, made strict, and made to stand still while the connection is busy: what the client sends
 * meanwhile stays undecoded, so a queue of waiting requests costs their bytes and nothing else. Belongs to the event
 * loop of its channel.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private static final String HIXIE_WEBSOCKET = "sec-websocket-key1";

    private final Limits limits;
    private final BooleanSupplier busy;

    private @Nullable ChannelHandlerContext context;
    private boolean decoding;
    private boolean insideHead;
    private boolean partial;
    private int fields;

    /** Decodes only while {@code busy} says false. */
    RequestDecoder(Limits limits, BooleanSupplier busy) {
        super(new HttpDecoderConfig()
                // Two more, lest a line of just the right length be refused when its CR and LF come in two reads.
                .setMaxInitialLineLength(limits.requestLine() + 2)
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxChunkSize(64 * 1024)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setValidateHeaders(true));
        this.limits = limits;
        this.busy = busy;
    }

    /** Whether the first bytes of a request are here and its head is not whole yet. */
    boolean isInsideHead() {
        return partial;
    }

    /** Whether there are bytes of the client that were not decoded yet. */
    boolean holdsBytes() {
        return internalBuffer().isReadable();
    }

    /** Goes on where decoding stood still. False when that changed nothing: all is decoded that can be. */
    boolean resume() {
        int before = internalBuffer().readableBytes();
        ChannelHandlerContext ctx = context;
        if (before == 0 || decoding || ctx == null) {
            return false;
        }
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
        return internalBuffer().readableBytes() != before;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        decoding = true;
        try {
            super.channelRead(ctx, msg);
        } finally {
            decoding = false;
        }
        // A half-closed client is read to its end although reading is off. It must not fill the memory that way.
        if (internalBuffer().readableBytes() > limits.body() && busy.getAsBoolean()) {
            ctx.close();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (busy.getAsBoolean()) {
            return;
        }
        super.decode(ctx, in, out);
        if (out.isEmpty()) {
            partial = insideHead || in.isReadable();
        } else {
            partial = false;
            insideHead = false;
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        String version = initialLine[2];
        if (!version.startsWith("HTTP/")) {
            throw new IllegalArgumentException("version: " + version + " (expected: HTTP/1.0, HTTP/1.1)");
        }
        insideHead = true;
        fields = 0;
        return super.createMessage(initialLine);
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        if (++fields > limits.headerFields()) {
            throw new TooLongHttpHeaderException("more than " + limits.headerFields() + " header fields");
        }
        AsciiString name = super.splitHeaderName(line, start, length);
        // Netty would take eight bytes after such a head for its body, though no field declares one.
        if (length == HIXIE_WEBSOCKET.length() && name.contentEqualsIgnoreCase(HIXIE_WEBSOCKET)) {
            throw new IllegalArgumentException("Sec-WebSocket-Key1: a draft that is not supported");
        }
        return name;
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        // Nothing more comes, so half a request stays half a request.
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // Not to the superclass: at the client's FIN it would drop requests that still wait to be decoded.
        ctx.fireUserEventTriggered(event);
    }
}
