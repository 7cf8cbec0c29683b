package io.baton.worker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HostLookupTest {

    private static final InetSocketAddress CACHE = InetSocketAddress.createUnresolved("cache", 6379);

    private final EventLoop loop = new DefaultEventLoop();
    private final AtomicInteger lookups = new AtomicInteger();

    @AfterEach
    void endLoop() {
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void connectionsThatAskForAHostAtTheSameTimeShareOneLookup() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (HostLookup lookup = new HostLookup(host -> {
                    lookups.incrementAndGet();
                    await(slow);
                    return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {10, 0, 0, 7})};
                });
                AddressResolver<InetSocketAddress> resolver = lookup.getResolver(loop)) {
            Future<InetSocketAddress> commands = resolver.resolve(CACHE);
            Future<InetSocketAddress> messages = resolver.resolve(CACHE);
            slow.countDown();
            assertThat(commands.get(10, TimeUnit.SECONDS).getAddress().getHostAddress())
                    .isEqualTo("10.0.0.7");
            assertThat(messages.get(10, TimeUnit.SECONDS)).isEqualTo(commands.getNow());
            assertThat(lookups).hasValue(1);
            assertThat(resolver.resolve(CACHE).get(10, TimeUnit.SECONDS)).isEqualTo(commands.getNow());
            assertThat(lookups).hasValue(2);
        }
    }

    @Test
    void afterALookupThatFailedThereIsAnotherOne() throws Exception {
        try (HostLookup lookup = new HostLookup(host -> {
                    if (lookups.incrementAndGet() == 1) {
                        throw new UnknownHostException(host);
                    }
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                });
                AddressResolver<InetSocketAddress> resolver = lookup.getResolver(loop)) {
            assertThat(resolver.resolve(CACHE).await().cause()).isInstanceOf(UnknownHostException.class);
            assertThat(resolver.resolve(CACHE)
                            .get(10, TimeUnit.SECONDS)
                            .getAddress()
                            .isLoopbackAddress())
                    .isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
