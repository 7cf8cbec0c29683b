package io.baton.worker.redis;

import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;

/** The event loops of workers, one for each, as a worker makes its own. */
@SuppressWarnings("FutureReturnValueIgnored") // a loop ends some time after its test
final class Loops implements AutoCloseable {

    private final List<MultiThreadIoEventLoopGroup> groups = new ArrayList<>();

    /** The state as one more worker has it. */
    Shared worker(String address, String application) {
        groups.add(new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("test-loop", true), EpollIoHandler.newFactory()));
        return new RedisBackend().open(address, application, last());
    }

    /** The loop of the last worker. */
    EventLoop last() {
        return groups.get(groups.size() - 1).next();
    }

    @Override
    public void close() {
        for (MultiThreadIoEventLoopGroup group : groups) {
            group.shutdownGracefully();
        }
    }
}
