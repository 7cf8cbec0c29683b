package io.baton.worker.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Netty's request decoder, made strict. It also pauses while the connection is busy: bytes that arrive meanwhile stay
 * undecoded, so that waiting requests take their bytes of memory and no more. Owned by the event loop of its channel.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int MOST_HELD = 1024 * 1024;

    /** As many bytes as another worker takes with a connection. */
    private static final int MOST_LEFTOVER = 32 * 1024;

    private final BooleanSupplier busy;
    private final Tally tally;
    private final RequestLine requestLine = new RequestLine();
    private final FieldLines fields;
    private final BodyFraming framing;

    private @Nullable ChannelHandlerContext context;
    private boolean decoding;
    private boolean insideHead;
    private boolean insideFields;
    private boolean partial;
    private ByteBuf input = Unpooled.EMPTY_BUFFER;

    /** Decodes only while {@code busy} is false. */
    RequestDecoder(Limits limits, BooleanSupplier busy, Tally tally) {
        super(new HttpDecoderConfig()
                // Two bytes more, so that a line of exactly the limit is not refused when its CR and LF come in two
                // reads.
                .setMaxInitialLineLength(limits.requestLine() + 2)
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxChunkSize(64 * 1024)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setValidateHeaders(true));
        this.busy = busy;
        this.tally = tally;
        this.fields = new FieldLines(limits.headerFields());
        this.framing = new BodyFraming(limits.body());
    }

    /** Whether the first bytes of a request are here and its head is not complete. */
    boolean isInsideHead() {
        return partial;
    }

    /** How many bytes of the client are here and not decoded yet. */
    int heldBytes() {
        return internalBuffer().readableBytes();
    }

    /**
     * Whether the bytes that are here begin with a whole line of a request, or a part of its first one, so that
     * another decoder can begin with them. Lines that are decoded cannot be had back.
     */
    boolean standsAtBoundary() {
        return !decoding && !insideHead && heldBytes() <= MOST_LEFTOVER;
    }

    /** Takes the bytes that are here away from the decoder. */
    byte[] takeHeld() {
        byte[] held = new byte[heldBytes()];
        internalBuffer().readBytes(held);
        return held;
    }

    /** About how much memory incomplete and waiting requests take. */
    long keptBytes() {
        return insideHead || heldBytes() > 0 ? internalBuffer().capacity() + (insideHead ? fields.keptBytes() : 0) : 0;
    }

    /** Continues to decode. Returns false if all that can be decoded is decoded. */
    boolean resume() {
        int before = heldBytes();
        ChannelHandlerContext ctx = context;
        if (before == 0 || decoding || ctx == null) {
            return false;
        }
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
        return heldBytes() != before;
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
        // A half-closed client is read to its end although reading is off. It must not fill the memory in that way.
        if (heldBytes() > MOST_HELD && busy.getAsBoolean()) {
            ctx.close();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (busy.getAsBoolean()) {
            return;
        }
        int before = in.readableBytes();
        input = in;
        try {
            if (insideFields) {
                FieldLines.requireUnfolded(in);
            }
            super.decode(ctx, in, out);
            framing.count(before - in.readableBytes(), out);
        } catch (IllegalArgumentException | TooLongFrameException e) {
            give(out, in, insideHead ? createInvalidMessage() : new DefaultLastHttpContent(), e);
        }
        fields.decoded(before - in.readableBytes());
        tally.received(before - in.readableBytes());
        if (out.isEmpty()) {
            partial = insideHead || in.isReadable();
        } else {
            partial = false;
            insideHead = false;
            insideFields = false;
        }
    }

    /** The rest is dropped, because the beginning of the next request is unknown. */
    private static void give(List<Object> out, ByteBuf in, HttpObject malformed, Exception cause) {
        in.skipBytes(in.readableBytes());
        malformed.setDecoderResult(DecoderResult.failure(cause));
        out.add(malformed);
    }

    /** Called between the request line and the fields. */
    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        String version = initialLine[2];
        if (!version.startsWith("HTTP/")) {
            throw new IllegalArgumentException("version: " + version + " (expected: HTTP/1.0, HTTP/1.1)");
        }
        HttpMessage request = super.createMessage(initialLine);
        FieldLines.requireUnfolded(input);
        insideHead = true;
        insideFields = true;
        fields.begin();
        return request;
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        requestLine.method(start, length);
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        requestLine.target(line, start, length);
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        requestLine.version(line, start);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        AsciiString name = super.splitHeaderName(line, start, length);
        fields.add(name, !insideHead);
        FieldLines.requireUnfolded(input);
        insideFields = true;
        return name;
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        // No more bytes come, so an incomplete request stays incomplete.
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // The superclass does not get this event: at the client's FIN it would drop requests that are not decoded yet.
        ctx.fireUserEventTriggered(event);
    }
}
