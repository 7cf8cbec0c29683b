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
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;
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

    /** For the answer to a request that crossed the end of the connection. */
    private static final long LAST_ANSWER_MS = 5_000;

    private final Channel channel;
    private final ChannelHandler decoder;

    private int unanswered;
    private long answered;
    private boolean insideRequest;
    private boolean insideAnswer;
    private boolean insideInterim;
    private boolean clientCloses;
    private boolean closes;
    private boolean ending;
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
        if (!Persistence.allows(request)) {
            clientCloses = true;
            closes = true;
        } else if (request.decoderResult().isFailure()) {
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
        Runnable then = msg instanceof LastHttpContent && endsAnswer() ? afterAnswer() : null;
        if (then != null) {
            ChannelPromise sent = promise.unvoid();
            sent.addListener(written -> ctx.executor().execute(then));
            ctx.write(msg, sent);
        } else {
            ctx.write(msg, promise);
        }
    }

    /** What follows when an answer is in the kernel; null, as it is for most, if nothing does. */
    private @Nullable Runnable afterAnswer() {
        return ending ? this::endUnlessAsked : atBoundary;
    }

    private void begins(HttpResponse response) {
        int code = response.status().code();
        if (code / 100 == INTERIM && code != SWITCHING_PROTOCOLS) {
            insideInterim = true;
            return;
        }
        insideAnswer = true;
        if (ending) {
            HttpUtil.setKeepAlive(response, false);
        }
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

    /**
     * Ends the connection without RST. On an idle connection a request may be in the kernel already. It is answered, and
     * the answer says that the connection closes. Other bytes that cross the end are dropped, and the client gets FIN.
     */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (clientCloses && unanswered == 0 && !insideRequest) {
            ctx.close(promise);
            return;
        }
        if (!promise.isVoid()) {
            channel.closeFuture().addListener(closed -> promise.trySuccess());
        }
        if (closes || unanswered != 0 || insideRequest) {
            Linger.begin(channel);
        } else if (!ending) {
            ending = true;
            // Scheduled, because a plain task would run before the loop looks for bytes again.
            ctx.executor().schedule(this::endUnlessAsked, 0, TimeUnit.NANOSECONDS);
            ctx.executor().schedule(() -> Linger.begin(channel), LAST_ANSWER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void endUnlessAsked() {
        if (unanswered == 0 && !insideRequest) {
            Linger.begin(channel);
        }
    }

    @Override
    public boolean isBetweenRequests() {
        return unanswered == 0
                && !insideRequest
                && !insideAnswer
                && !closes
                && !ending
                && !unframed
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
