package io.baton.worker.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.worker.spi.Shared;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions that lose their connection. */
@Timeout(30)
final class SubscriptionsTest {

    private static final String SUBSCRIBED = "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n";
    private static final String RAIN = "*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$4\r\nrain\r\n";

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("test-loop", true), EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();

    @AfterEach
    void endLoop() {
        Future<?> unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void aMasterThatRefusesIsAskedOnceATimeUntilItDoesNot() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Channel> first = new CompletableFuture<>();
        try (FakeMaster master = new FakeMaster((client, words) -> {
            int count = asked.incrementAndGet();
            if (count == 1) {
                FakeMaster.say(client, SUBSCRIBED);
                first.complete(client);
            } else if (count < 5) {
                FakeMaster.sayLast(client, "-DENIED no worker\r\n");
            } else {
                FakeMaster.say(client, SUBSCRIBED + RAIN);
            }
        })) {
            master.listen();
            Shared shared = Keeper.of(master.address(), "shop", loop);
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            answer(shared.subscribe("news", message -> heard.add(new String(message, StandardCharsets.UTF_8))));
            ChannelFuture closing = answer(first).close();
            assertThat(closing.await(4, TimeUnit.SECONDS)).isTrue();
            await().atMost(20, TimeUnit.SECONDS).until(() -> heard.contains("rain"));
            CompletableFuture<Void> later = new CompletableFuture<>();
            Future<?> unused = loop.schedule(() -> later.complete(null), 300, TimeUnit.MILLISECONDS);
            answer(later);
            assertThat(master.calls()).isEqualTo(Collections.nCopies(5, "SUBSCRIBE news"));
            assertThat(master.connections()).isEqualTo(5);
            assertThat(heard).containsExactly("rain");
        }
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(4, TimeUnit.SECONDS);
    }
}
