package io.baton.worker.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Leads one connection through its requests and answers, one at a time and in order, up to the answer that closes it.
 * Owned by the event loop of its channel.
 */
final class Conversation {
    /** So many answers take some 50 us. */
    private static final int SHARE = 64;

    private final Channel channel;
    private final PhaseClock clock;
    private final Tally tally;
    private final Runnable onLateAnswer;
    private final Exchange exchange;
    private final ResponseWriter writer;

    private long headNanos;
    private int answered;
    private long answeredBefore;
    private int share = SHARE;
    private boolean closing;
    private boolean refused;

    /** Calls {@code onLateAnswer} on the event loop after an answer that came later than the read of its request. */
    Conversation(Channel channel, Exchange exchange, PhaseClock clock, Tally tally, Runnable onLateAnswer) {
        this.channel = channel;
        this.exchange = exchange;
        this.clock = clock;
        this.tally = tally;
        this.onLateAnswer = onLateAnswer;
        this.writer = new ResponseWriter(channel);
    }

    /** Takes over one message of the decoder. Drops it when the last answer has been given. */
    void take(Object msg) {
        if (msg == LastHttpContent.EMPTY_LAST_CONTENT && !closing) {
            respond();
            return;
        }
        try {
            if (!closing) {
                takePart(msg);
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    private void takePart(Object msg) {
        Answer refusal = msg instanceof HttpRequest head ? begin(head) : exchange.add((HttpContent) msg);
        if (refusal != null) {
            refuse(refusal);
        } else if (msg instanceof LastHttpContent) {
            respond();
        } else if (exchange.expectsContinue()) {
            writer.writeContinue();
        }
    }

    private @Nullable Answer begin(HttpRequest head) {
        headNanos = tally.now();
        return exchange.begin(head);
    }

    private void respond() {
        Response response = exchange.respond();
        if (response instanceof Answer answer) {
            answer(answer);
        } else {
            PendingAnswer pending = (PendingAnswer) response;
            exchange.await(pending);
            pending.onAnswer(answer -> channel.eventLoop().execute(() -> completed(pending, answer)));
        }
    }

    /** Handlers catch what this throws. Otherwise Netty would only log it, and the client would wait. */
    private void completed(PendingAnswer pending, Answer answer) {
        try {
            if (exchange.isWaitingFor(pending)) {
                answer(answer);
                onLateAnswer.run();
            }
        } catch (Throwable e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    private void answer(Answer answer) {
        write(answer, clock.isDraining() ? Persistence.CLOSE : exchange.persistence());
    }

    /**
     * Answers instead of the computation, which is cancelled. The request was complete, so the connection stays open.
     */
    void giveUp(Answer answer) {
        exchange.cancel();
        answer(answer);
    }

    /** Gives this as the last answer and takes no more requests, because the beginning of the next one is unknown. */
    void refuse(Answer answer) {
        refused = true;
        exchange.cancel();
        write(answer, Persistence.CLOSE);
    }

    private void write(Answer answer, Persistence persistence) {
        int bytes = writer.write(answer, exchange.wantsBody(), persistence);
        tally.answered(answer.status().code(), exchange.isOpen() ? headNanos : 0, bytes);
        exchange.end();
        answered++;
        closing |= persistence == Persistence.CLOSE;
    }

    /** Sends the answers gathered so far. */
    void flush() {
        writer.flush();
        countAnswered();
    }

    private void countAnswered() {
        if (answered > 0) {
            tally.sent(answered);
            answeredBefore += answered;
            answered = 0;
        }
    }

    /** Sends the answers gathered so far. The future completes when the last byte is in the kernel. */
    ChannelFuture flushLast() {
        countAnswered();
        return writer.flushLast();
    }

    /** How many answers were given since the last flush. */
    int answered() {
        return answered;
    }

    /** Whether the next request has to wait for an answer, or for the client to read. */
    boolean isBusy() {
        return closing || exchange.isWaiting() || hasHadItsShare() || !isRead();
    }

    /** Whether so many answers were given since the last flush that other connections come first. */
    boolean hasHadItsShare() {
        return answered >= share;
    }

    /** From now on every answer is sent before the next request is decoded, because the connection may move then. */
    void answerOneByOne() {
        share = 1;
    }

    /** How many answers were given. */
    long requests() {
        return answeredBefore + answered;
    }

    boolean isWaiting() {
        return exchange.isWaiting();
    }

    /** Whether a request has begun and is not answered yet. */
    boolean isInsideRequest() {
        return exchange.isOpen();
    }

    /** Whether nothing has begun that is not answered, and every answer is in the kernel. */
    boolean isBetweenRequests() {
        return !closing && answered == 0 && !exchange.isOpen() && pendingBytes() == 0;
    }

    /** Bytes of answers that wait for the client to read. */
    long pendingBytes() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    /** Whether the client reads its answers fast enough. */
    boolean isRead() {
        return channel.isWritable();
    }

    /** Whether the last answer has been given. */
    boolean isClosing() {
        return closing;
    }

    /** Whether the last answer was a refusal. The client may not have received it yet. */
    boolean isRefused() {
        return refused;
    }

    /** The client is gone: cancels the computation. */
    void abandon() {
        closing = true;
        exchange.cancel();
    }

    /** The channel is closed. */
    void dispose() {
        abandon();
        writer.discard();
    }
}
