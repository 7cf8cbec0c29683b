package io.baton.worker.shared;

import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.RedisMessage;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What this worker hears, over a connection of its own. When that is lost, it is made again, as long as anything is heard. Loop
 * thread only.
 */
final class Subscriptions {

    private static final byte[] SUBSCRIBE = "SUBSCRIBE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNSUBSCRIBE = "UNSUBSCRIBE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final long AGAIN_MS = 200;

    private final EventLoop loop;
    private final Link link;
    private final Map<String, List<Subscription>> topics = new LinkedHashMap<>();

    private boolean renewing;

    /** Of a worker that hears nothing yet; the name is the socket's. */
    Subscriptions(EventLoop loop, String name) {
        this.loop = loop;
        this.link = new Link(loop, name, this::told, this::lost);
    }

    /** One listener. */
    private final class Subscription implements Shared.Subscription {

        private final String topic;
        private final Consumer<byte[]> listener;

        Subscription(String topic, Consumer<byte[]> listener) {
            this.topic = topic;
            this.listener = listener;
        }

        @Override
        public void close() {
            try {
                loop.execute(() -> remove(this));
            } catch (RejectedExecutionException e) {
                // The worker has ended, and so has this.
            }
        }
    }

    /** Whether the master tells something here, in place of answering a call. */
    static boolean isSaid(ArrayRedisMessage array) {
        return array.children().size() == 3 && Arrays.equals(word(array, 0), MESSAGE);
    }

    /** Completes the stage when everything that is said from now on is heard. */
    void add(String topic, Consumer<byte[]> listener, CompletableFuture<Shared.Subscription> stage) {
        Subscription added = new Subscription(topic, listener);
        topics.computeIfAbsent(topic, unused -> new ArrayList<>()).add(added);
        CompletableFuture<?> unused = subscribe(topic).whenComplete((done, failure) -> {
            if (failure == null) {
                stage.complete(added);
            } else {
                remove(added);
                stage.completeExceptionally(failure);
            }
        });
    }

    private CompletableFuture<?> subscribe(String topic) {
        Call<?> call = new Call<>(
                new CallName("subscribe", topic), Call::nothing, SUBSCRIBE, topic.getBytes(StandardCharsets.UTF_8));
        link.send(call);
        return call.answer();
    }

    private void remove(Subscription gone) {
        List<Subscription> all = topics.get(gone.topic);
        if (all != null && all.remove(gone) && all.isEmpty()) {
            topics.remove(gone.topic);
            if (link.isAway()) {
                return;
            }
            link.send(new Call<>(
                    new CallName("unsubscribe", gone.topic),
                    Call::nothing,
                    UNSUBSCRIBE,
                    gone.topic.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void lost(boolean replaced) {
        if (replaced && !renewing) {
            renew();
        } else {
            renewSoon();
        }
    }

    /** Once for all that fails meanwhile: each subscription that is refused, and the connection with them. */
    private void renewSoon() {
        if (!renewing && !topics.isEmpty()) {
            renewing = true;
            Future<?> unused = loop.schedule(
                    () -> {
                        renewing = false;
                        renew();
                    },
                    AGAIN_MS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void renew() {
        for (String topic : List.copyOf(topics.keySet())) {
            CompletableFuture<?> unused = subscribe(topic).whenComplete((done, failure) -> {
                if (failure != null) {
                    renewSoon();
                }
            });
        }
    }

    private void told(ArrayRedisMessage array) {
        String topic = new String(word(array, 1), StandardCharsets.UTF_8);
        for (Subscription one : List.copyOf(topics.getOrDefault(topic, List.of()))) {
            try {
                one.listener.accept(word(array, 2));
            } catch (RuntimeException | Error e) {
                Thread.UncaughtExceptionHandler handler = Thread.currentThread().getUncaughtExceptionHandler();
                handler.uncaughtException(Thread.currentThread(), e);
            }
        }
    }

    private static byte[] word(ArrayRedisMessage array, int index) {
        RedisMessage word = array.children().get(index);
        byte[] bytes = word instanceof FullBulkStringRedisMessage ? Call.bytes(word) : null;
        return bytes == null ? new byte[0] : bytes;
    }
}
