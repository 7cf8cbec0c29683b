package io.baton.worker.redis;

import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.EventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.DnsResolvers;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.SocketAddressResolver;
import io.lettuce.core.tracing.Tracing;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;

/**
 * What Lettuce runs on: the worker's event loop, and nothing else. Lettuce's own class for this would load a DNS client, a
 * scheduler and its threads.
 */
final class LoopResources implements ClientResources {

    private final EventLoop loop;
    private final Timer timer;
    private final HostLookup lookup = new HostLookup();

    LoopResources(EventLoop loop) {
        this.loop = loop;
        this.timer = new LoopTimer(loop);
    }

    @Override
    public EventLoopGroupProvider eventLoopGroupProvider() {
        return new OneLoop(loop);
    }

    @Override
    public EventExecutorGroup eventExecutorGroup() {
        return loop;
    }

    @Override
    public Timer timer() {
        return timer;
    }

    @Override
    public AddressResolverGroup<?> addressResolverGroup() {
        return lookup;
    }

    @Override
    public SocketAddressResolver socketAddressResolver() {
        return SocketAddressResolver.create(DnsResolvers.UNRESOLVED);
    }

    @Override
    public EventBus eventBus() {
        return Silence.INSTANCE;
    }

    @Override
    public CommandLatencyRecorder commandLatencyRecorder() {
        return CommandLatencyRecorder.disabled();
    }

    @Override
    public EventPublisherOptions commandLatencyPublisherOptions() {
        return () -> Duration.ZERO;
    }

    @Override
    public Tracing tracing() {
        return Tracing.disabled();
    }

    @Override
    public NettyCustomizer nettyCustomizer() {
        return new NettyCustomizer() {};
    }

    @Override
    public Delay reconnectDelay() {
        return Delay.constant(Duration.ZERO);
    }

    @Override
    public int computationThreadPoolSize() {
        return 1;
    }

    @Override
    public int ioThreadPoolSize() {
        return 1;
    }

    @Override
    public Builder mutate() {
        throw new UnsupportedOperationException();
    }

    /** The loop is the worker's: it goes on. */
    @Override
    public Future<Boolean> shutdown() {
        return ended();
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
        return ended();
    }

    private static Future<Boolean> ended() {
        return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }

    private record OneLoop(EventLoop loop) implements EventLoopGroupProvider {

        /** A loop is a group of one. Lettuce names the class that it would make and uses nothing but the interface. */
        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <T extends EventLoopGroup> T allocate(Class<T> type) {
            return (T) loop;
        }

        @Override
        public int threadPoolSize() {
            return 1;
        }

        @Override
        public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
            return ended();
        }

        @Override
        public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
            return ended();
        }
    }

    /** No subscriber to what Lettuce would tell. */
    private enum Silence implements EventBus {
        INSTANCE;

        @Override
        public Flux<Event> get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void publish(Event event) {}
    }
}
