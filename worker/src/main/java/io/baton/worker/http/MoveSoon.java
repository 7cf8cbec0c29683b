package io.baton.worker.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** Offers a connection that is to move, each time it stands between two requests. Owned by the event loop. */
final class MoveSoon {
    private final Channel channel;
    private final Runnable atBoundary;

    private boolean awaitsSent;

    MoveSoon(Channel channel, Runnable atBoundary) {
        this.channel = channel;
        this.atBoundary = atBoundary;
    }

    /** Offers the connection, which may be gone when this returns. */
    void offer() {
        atBoundary.run();
    }

    /** Takes another turn when all answers are in the kernel. Netty tells of an empty queue only by a write behind it. */
    void awaitSent(Runnable turn) {
        if (!awaitsSent) {
            awaitsSent = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
                awaitsSent = false;
                turn.run();
            });
        }
    }
}
