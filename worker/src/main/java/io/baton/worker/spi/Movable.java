package io.baton.worker.spi;

import io.netty.channel.ChannelHandler;

/**
 * A handler that can let go of its connection between two requests, so that another worker serves the next one. The
 * worker looks for one in the pipeline of each connection. A pipeline with Netty's HTTP/1.1 codec needs none: the worker
 * watches the codec itself. Called on the connection's event loop.
 */
public interface Movable extends ChannelHandler {

    /**
     * Whether the connection stands between two requests: every request that has begun is answered, every byte of the
     * answers is in the kernel, and the client may still send. Bytes of the next request may be here already, if
     * {@link #letGo} can return them.
     */
    boolean isBetweenRequests();

    /** Why the connection cannot be moved although it is idle, or soon will be; empty if it can. */
    String obstacle();

    /**
     * The worker leaves and wants the connection to move. From now on the handler runs the action whenever
     * {@link #isBetweenRequests} has become true. The action may call {@link #letGo} at once, and does nothing if it
     * comes too often.
     */
    void moveSoon(Runnable atBoundary);

    /**
     * Lets go of the connection, which stands between two requests. The handler writes nothing and passes nothing on any
     * more. The channel is closed next, which the client does not notice.
     *
     * @return the bytes that were read and not used yet, at most 32 KiB
     */
    byte[] letGo();

    /** How many requests of this channel were answered. */
    long requests();
}
