package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.baton.worker.spi.Drain;
import io.baton.worker.spi.Movable;
import io.baton.worker.spi.Worker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves one client. Owned by the event loop of its channel.
 *
 * <p>While the {@link Conversation} is busy the decoder pauses, so that no request is decoded before the one ahead of
 * it is answered. Every event ends with a {@link #turn}: it sends the answers gathered so far, lets the decoder
 * continue, and enters the {@link Phase} in which the connection is left. A client with many requests at once gets a
 * share of its answers in each turn of the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure comes back as an exception or as channelInactive
final class HttpConnection extends ChannelInboundHandlerAdapter implements Movable {
    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());
    private static final int MOST_READ_AHEAD = 256 * 1024;

    private final Channel channel;
    private final Worker worker;
    private final Limits limits;
    private final Backlog.Share backlog;
    private final PhaseClock clock;
    private final Conversation conversation;
    private final RequestDecoder decoder;

    private boolean turning;
    private boolean yields;
    private boolean reading = true;
    private boolean inputClosed;
    private @Nullable MoveSoon move;

    HttpConnection(Channel channel, Worker worker, Router router, Limits limits, Backlog.Share backlog, Tally tally) {
        this.channel = channel;
        this.worker = worker;
        this.limits = limits;
        this.backlog = backlog;
        this.clock = new PhaseClock(channel, limits, this::expired);
        this.conversation = new Conversation(channel, new Exchange(router, limits), clock, tally, this::turn);
        this.decoder = new RequestDecoder(limits, conversation::isBusy, tally);
    }

    /** The decoder that must stand before this handler in the pipeline. */
    RequestDecoder decoder() {
        return decoder;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (worker.draining()) {
            clock.drain();
        }
        settle(false);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        conversation.take(msg);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        turn();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            turn();
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void turn() {
        if (turning || clock.phase() == Phase.CLOSING) {
            return;
        }
        turning = true;
        boolean answered = false;
        try {
            do {
                answered |= conversation.answered() > 0;
                letOthersFirst();
                if (!conversation.isClosing()) {
                    conversation.flush();
                }
            } while (!hasMoved() && !yields && !conversation.isBusy() && decoder.resume());
        } finally {
            turning = false;
        }
        if (clock.phase() != Phase.CLOSING) {
            settle(answered);
        }
    }

    /** Offers the connection if it is to move and can. Returns whether it has gone. */
    private boolean hasMoved() {
        if (move != null && isBetweenRequests()) {
            move.offer();
        }
        return clock.phase() == Phase.CLOSING;
    }

    /** A client that had its share of answers continues after the other connections. */
    private void letOthersFirst() {
        if (!yields && conversation.hasHadItsShare() && decoder.heldBytes() > 0) {
            yields = true;
            // Scheduled, because a plain task would run before the loop looks for events again.
            channel.eventLoop().schedule(this::goOn, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void goOn() {
        yields = false;
        try {
            turn();
        } catch (Throwable e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    private Next next() {
        boolean busy = yields || conversation.isBusy();
        if (conversation.isClosing() || (inputClosed && !busy)) {
            return Next.CLOSE;
        }
        if (!backlog.keeps(decoder.keptBytes() + conversation.pendingBytes())) {
            return Next.DROP;
        }
        return !busy || listensAhead() ? Next.READ : Next.WAIT;
    }

    private void settle(boolean answered) {
        switch (next()) {
            case READ -> await(true, answered);
            case WAIT -> await(false, answered);
            case CLOSE -> end();
            case DROP -> Ending.drop(this, channel);
        }
    }

    private void await(boolean reads, boolean answered) {
        read(reads);
        if (move != null && conversation.pendingBytes() > 0) {
            move.awaitSent(this::turn);
        }
        Phase next = Phase.of(conversation, decoder);
        if (answered || next != clock.phase()) {
            clock.enter(next);
        }
    }

    /**
     * A client that leaves during its computation is noticed by its FIN, which comes behind all bytes it has sent. They
     * are read up to a bound. Beyond it the kernel reports a FIN only if that is in its buffer already, and an RST.
     */
    private boolean listensAhead() {
        return conversation.isWaiting() && decoder.heldBytes() < MOST_READ_AHEAD;
    }

    private void read(boolean on) {
        if (reading != on) {
            reading = on;
            channel.config().setAutoRead(on);
        }
    }

    private void end() {
        clock.enter(Phase.CLOSING);
        ChannelFuture sent = conversation.flushLast();
        sent.addListener(new Ending(this, limits));
        if (!sent.isDone()) {
            read(false);
        }
    }

    /** Whether more bytes of the client may be on their way. */
    boolean clientMaySend() {
        return !inputClosed && (conversation.isRefused() || clock.isDraining() || decoder.heldBytes() > 0);
    }

    private void expired() {
        switch (clock.phase()) {
            case HEAD -> timeOut("Header: incomplete after " + limits.headMs() + " ms\n");
            case BODY -> timeOut("Body: incomplete after " + limits.bodyMs() + " ms\n");
            case COMPUTING -> {
                conversation.giveUp(Answer.text(
                        SERVICE_UNAVAILABLE, "Computation: not done after " + limits.computeMs() + " ms\n"));
                turn();
            }
            case IDLE -> {
                // A request may be in the kernel already. It is answered, as the last one.
                clock.drain();
                channel.eventLoop().schedule(this::endIfIdle, 0, TimeUnit.NANOSECONDS);
            }
            case NEW, STALLED, CLOSING -> channel.close();
        }
    }

    private void endIfIdle() {
        if (clock.phase() == Phase.IDLE) {
            end();
        }
    }

    private void timeOut(String reason) {
        conversation.refuse(Answer.text(REQUEST_TIMEOUT, reason));
        turn();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputClosed = true;
            if (conversation.isWaiting()) {
                conversation.abandon();
            }
            turn();
        } else if (event == Drain.STARTED) {
            clock.drain();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Error) {
            channel.close();
            ctx.fireExceptionCaught(cause);
        } else if (cause instanceof IOException || conversation.isClosing()) {
            LOG.log(Level.DEBUG, () -> channel + " closed: " + cause);
            channel.close();
        } else {
            LOG.log(Level.WARNING, () -> channel + " failed", cause);
            conversation.refuse(Answer.text(INTERNAL_SERVER_ERROR, "The server failed to answer this request\n"));
            turn();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        handlerRemoved(ctx);
        ctx.fireChannelInactive();
    }

    @Override
    public boolean isBetweenRequests() {
        return !inputClosed && conversation.isBetweenRequests() && decoder.standsAtBoundary();
    }

    @Override
    public String obstacle() {
        return conversation.pendingBytes() > 0 ? "the client does not read its answers" : "";
    }

    @Override
    public void moveSoon(Runnable atBoundary) {
        move = new MoveSoon(channel, atBoundary);
        conversation.answerOneByOne();
        turn();
    }

    @Override
    public byte[] letGo() {
        byte[] held = decoder.takeHeld();
        channel.pipeline().remove(this);
        channel.pipeline().remove(decoder);
        return held;
    }

    @Override
    public long requests() {
        return conversation.requests();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        clock.stop();
        conversation.dispose();
        backlog.keeps(0);
    }
}
