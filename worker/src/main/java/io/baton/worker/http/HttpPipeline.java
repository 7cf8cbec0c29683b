package io.baton.worker.http;

import io.baton.worker.spi.Worker;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;

/**
 * Makes channels serve HTTP/1.1: a strict decoder and one handler that answers from a {@link Router}. Safe to use from
 * any event loop.
 */
public final class HttpPipeline {
    /** How much memory a client takes that sends faster than it is served, or reads slower than it is answered. */
    private static final int MOST_READ = 16 * 1024;

    /** A limit for the kernel, which would otherwise hold some 4 MB of answers for a client that reads none. */
    private static final long MOST_UNSENT = 128 * 1024;

    private static final RecvByteBufAllocator READS =
            new AdaptiveRecvByteBufAllocator(64, 2048, MOST_READ).maxMessagesPerRead(1);
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

    private final Worker worker;
    private final Router router;
    private final Limits limits;
    private final Backlog backlog = Backlog.ofThisProcess();
    private final Tally tally;

    public HttpPipeline(Worker worker, Router router, Limits limits) {
        this.worker = worker;
        this.router = router;
        this.limits = limits;
        this.tally = new Tally(worker.answers());
    }

    /**
     * Adds the handlers to a channel before it becomes active. Half-closure is enabled where the channel has it, so
     * that a client that only ends its sending is told apart from one that has left.
     */
    public void install(Channel channel) {
        ChannelConfig config = channel.config();
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setOption(ChannelOption.RECVBUF_ALLOCATOR, READS);
        config.setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MOST_UNSENT);
        config.setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS);
        HttpConnection connection = new HttpConnection(channel, worker, router, limits, backlog.new Share(), tally);
        channel.pipeline().addLast(connection.decoder(), connection);
    }

    /** How many requests were answered so far, refusals included. */
    public long requests() {
        return tally.requests();
    }
}
