package io.baton.worker.net;

import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPipeline;

/** Holds the application's handlers only. An exception that none of them caught reaches the {@link PipelineEnd}. */
final class AdoptedPipeline extends DefaultChannelPipeline {

    private final PipelineEnd end;

    AdoptedPipeline(Channel channel, PipelineEnd end) {
        super(channel);
        this.end = end;
    }

    @Override
    protected void onUnhandledInboundException(Throwable cause) {
        end.reached(channel(), cause);
    }
}
