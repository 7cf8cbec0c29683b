package io.baton.worker.http;

import io.baton.worker.spi.Worker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes channels serve HTTP/1.1: a strict decoder and one handler that answers from a {@link Router}. Safe to use from
 * any event loop.
 */
public final class HttpPipeline {
    private final Worker worker;
    private final Router router;
    private final Limits limits;
    private final LongAdder requests = new LongAdder();

    public HttpPipeline(Worker worker, Router router, Limits limits) {
        this.worker = worker;
        this.router = router;
        this.limits = limits;
    }

    /**
     * Adds the handlers to a channel, before it becomes active. A client that closes its sending side only is told
     * apart from one that left, so half-closure is switched on where the channel knows it.
     */
    public void install(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        HttpConnection connection = new HttpConnection(channel, worker, router, limits, requests);
        channel.pipeline().addLast(connection.decoder(), connection);
    }

    /** Requests answered so far, refusals included. */
    public long requests() {
        return requests.sum();
    }
}
