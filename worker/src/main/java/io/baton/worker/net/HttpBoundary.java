package io.baton.worker.net;

import io.baton.worker.spi.Movable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind Netty's HTTP/1.1 codec and counts what passes, so that the connection of any application can move
 * between two requests: each decoded request is answered to its last byte, and the decoder has begun no other. It
 * changes nothing that passes. Owned by the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure comes back as an exception or as channelInactive
final class HttpBoundary extends ChannelDuplexHandler implements Movable {

    private static final int INTERIM = 1;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Channel channel;
    private final ChannelHandler decoder;

    private int unanswered;
    private long answered;
    private boolean insideRequest;
    private boolean insideAnswer;
    private boolean insideInterim;
    private boolean closes;
    private boolean unframed;
    private boolean switches;
    private boolean letsGo;
    private byte[] leftover = {};
    private @Nullable Runnable atBoundary;

    /**
     * Counts what passes from and to a codec.
     *
     * @param decoder a {@code HttpServerCodec} or {@code HttpRequestDecoder}, directly before this handler or before the
     *     encoder
     */
    HttpBoundary(Channel channel, ChannelHandler decoder) {
        this.channel = channel;
        this.decoder = decoder;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof HttpRequest request) {
            begins(request);
        }
        if (msg instanceof LastHttpContent) {
            insideRequest = false;
        } else if (letsGo && msg instanceof ByteBuf bytes) {
            leftover = ByteBufUtil.getBytes(bytes);
            bytes.release();
            return;
        }
        ctx.fireChannelRead(msg);
    }

    private void begins(HttpRequest request) {
        unanswered++;
        insideRequest = true;
        unframed = false;
        if (!Persistence.allows(request) || request.decoderResult().isFailure()) {
            closes = true;
        }
        if (HttpMethod.CONNECT.equals(request.method())) {
            switches = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (msg instanceof HttpResponse response) {
            begins(response);
        }
        if (msg instanceof LastHttpContent && endsAnswer() && atBoundary != null) {
            ChannelPromise sent = promise.unvoid();
            sent.addListener(written -> ctx.executor().execute(atBoundary));
            ctx.write(msg, sent);
        } else {
            ctx.write(msg, promise);
        }
    }

    private void begins(HttpResponse response) {
        int code = response.status().code();
        if (code / 100 == INTERIM && code != SWITCHING_PROTOCOLS) {
            insideInterim = true;
            return;
        }
        insideAnswer = true;
        if (code == SWITCHING_PROTOCOLS) {
            switches = true;
        }
        if (!Persistence.allows(response)) {
            closes = true;
        }
        if (!Persistence.isFramed(response)) {
            unframed = true;
        }
    }

    /** A message has its end. Returns whether it was an answer: before it there may be a 100 Continue, with the same end. */
    private boolean endsAnswer() {
        if (insideInterim) {
            insideInterim = false;
            return false;
        }
        insideAnswer = false;
        unanswered--;
        answered++;
        return true;
    }

    @Override
    public boolean isBetweenRequests() {
        return unanswered == 0
                && !insideRequest
                && !insideAnswer
                && obstacle().isEmpty()
                && isSent()
                && !(channel instanceof DuplexChannel duplex && duplex.isInputShutdown())
                && DecoderStart.isAtStart(decoder);
    }

    private boolean isSent() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending != null && pending.isEmpty() && pending.totalPendingWriteBytes() == 0;
    }

    @Override
    public String obstacle() {
        if (switches || channel.pipeline().context(decoder) == null) {
            return "it speaks HTTP no more";
        } else if (closes || unframed) {
            return "it closes after its answer";
        } else if (insideAnswer) {
            return "an answer is being sent";
        }
        return PipelineSurvey.obstacleBefore(decoder, channel.pipeline());
    }

    @Override
    public void moveSoon(Runnable action) {
        atBoundary = action;
    }

    /** Takes the decoder out of the pipeline, which makes it pass on the bytes that it has not decoded. */
    @Override
    public byte[] letGo() {
        letsGo = true;
        channel.pipeline().remove(decoder);
        return leftover;
    }

    @Override
    public long requests() {
        return answered;
    }
}
