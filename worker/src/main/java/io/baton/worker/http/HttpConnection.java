package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_TIMEOUT;

import io.baton.worker.spi.Drain;
import io.baton.worker.spi.Worker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.LongAdder;

/**
 * Serves one client. Belongs to the event loop of its channel.
 *
 * <p>While the {@link Conversation} is busy the decoder stands still, so no request is looked at before the one ahead
 * of it is answered. Whatever happened ends with a {@link #turn}: it sends what was gathered, lets the decoder go on,
 * and enters the {@link Phase} the connection is left in.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel comes back as an exception or an inactive one
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());

    private final Channel channel;
    private final Worker worker;
    private final Limits limits;
    private final PhaseClock clock;
    private final Conversation conversation;
    private final RequestDecoder decoder;

    private boolean turning;
    private boolean reading = true;
    private boolean inputClosed;

    HttpConnection(Channel channel, Worker worker, Router router, Limits limits, LongAdder requests) {
        this.channel = channel;
        this.worker = worker;
        this.limits = limits;
        this.clock = new PhaseClock(channel, limits, this::expired);
        this.conversation = new Conversation(channel, new Exchange(router, limits), clock, requests, this::turn);
        this.decoder = new RequestDecoder(limits, conversation::isBusy);
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
        if (conversation.isWaiting()) {
            read(false);
        }
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
                if (!conversation.isClosing()) {
                    conversation.flush();
                }
            } while (!conversation.isBusy() && decoder.resume());
        } finally {
            turning = false;
        }
        settle(answered);
    }

    private void settle(boolean answered) {
        boolean busy = conversation.isBusy();
        if (conversation.isClosing() || (inputClosed && !busy)) {
            end();
            return;
        }
        read(!busy);
        Phase next = phase();
        if (answered || next != clock.phase()) {
            clock.enter(next);
        }
    }

    private Phase phase() {
        if (conversation.isWaiting()) {
            return Phase.COMPUTING;
        }
        if (!channel.isWritable()) {
            return Phase.STALLED;
        }
        if (conversation.isInsideRequest()) {
            return Phase.BODY;
        }
        return decoder.isInsideHead() ? Phase.HEAD : Phase.IDLE;
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
        sent.addListener((ChannelFutureListener) this::allSent);
        if (!sent.isDone()) {
            read(false);
        }
    }

    private void allSent(ChannelFuture sent) {
        boolean clientMaySend = conversation.isRefused() || clock.isDraining() || decoder.holdsBytes();
        if (clientMaySend && !inputClosed && sent.isSuccess()) {
            channel.pipeline().replace(this, null, new LingeringClose(channel, limits));
            channel.pipeline().remove(decoder);
        } else {
            channel.close();
        }
    }

    private void expired() {
        switch (clock.phase()) {
            case HEAD -> timeOut("Header: incomplete after " + limits.headMs() + " ms\n");
            case BODY -> timeOut("Body: incomplete after " + limits.bodyMs() + " ms\n");
            case NEW, IDLE, STALLED, COMPUTING, CLOSING -> channel.close();
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
        dispose();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dispose();
    }

    private void dispose() {
        clock.stop();
        conversation.dispose();
    }
}
