package io.baton.worker.redis;

import io.baton.worker.shared.CallName;
import io.baton.worker.spi.Shared;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.PubSubOutput;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The topics of this worker. They share one connection of their own, which is made for the first of them and made again as long as
 * there is one. Owned by the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the stage that the caller has fails too, or the step is repeated
final class Subscriptions implements Link.Owner {

    private final EventLoop loop;
    private final Link link;

    /** By the bytes of the channel, as Latin-1. */
    private final Map<String, Topic> topics = new HashMap<>();

    private boolean resuming;

    Subscriptions(EventLoop loop, RedisAddress address, CompletableFuture<LoopClient> client) {
        this.loop = loop;
        this.link = new Link(
                loop, address, "messages", this, () -> client.thenComposeAsync(LoopClient::connectForMessages, loop));
    }

    /**
     * Hears what is said on a channel.
     *
     * @param topic for messages to people
     * @return completes when nothing is missed that is said from now on
     */
    CompletableFuture<Shared.Subscription> subscribe(String topic, byte[] channel, Consumer<byte[]> listener) {
        Topic heard = topics.computeIfAbsent(name(channel), name -> new Topic(topic, channel));
        Hearer hearer = new Hearer(heard, listener);
        heard.hearers.add(hearer);
        CompletableFuture<Shared.Subscription> result = new CompletableFuture<>();
        ready(heard).whenComplete((done, failure) -> {
            if (failure == null) {
                result.complete(hearer);
            } else {
                hearer.end();
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** Completes when Redis has the topic. */
    private CompletableFuture<Void> ready(Topic topic) {
        @Nullable CompletableFuture<Void> ready = topic.ready;
        if (ready == null) {
            CompletableFuture<Void> asked = new CompletableFuture<>();
            asked.exceptionally(failure -> {
                if (topic.ready == asked) {
                    topic.ready = null;
                }
                resumeSoon();
                return null;
            });
            topic.ready = asked;
            ready = asked;
            link.call(call("subscribe", topic, CommandType.SUBSCRIBE, asked));
        }
        return ready;
    }

    private static Call<byte[], Void> call(
            String operation, Topic topic, CommandType type, CompletableFuture<Void> result) {
        PubSubOutput<byte[], byte[]> output = new PubSubOutput<>(ByteArrayCodec.INSTANCE);
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(topic.channel);
        return new Call<>(
                new CallName(operation, topic.name),
                topic.channel.length,
                () -> new Command<>(type, output, arguments),
                answer -> done(output),
                result);
    }

    private static @Nullable Void done(PubSubOutput<byte[], byte[]> output) {
        if (output.type() == null) {
            throw new IllegalArgumentException();
        }
        return null;
    }

    @Override
    public void opened(StatefulConnection<byte[], byte[]> connection) {
        if (connection instanceof StatefulRedisPubSubConnection<byte[], byte[]> messages) {
            messages.addListener(new RedisPubSubAdapter<>() {

                @Override
                public void message(byte[] channel, byte[] message) {
                    @Nullable Topic topic = topics.get(name(channel));
                    if (topic != null) {
                        topic.tell(message);
                    }
                }
            });
        }
    }

    @Override
    public void lost() {
        topics.values().forEach(topic -> topic.ready = null);
        resumeSoon();
    }

    private void resumeSoon() {
        if (!resuming && !topics.isEmpty()) {
            resuming = true;
            // Not less than a millisecond: the other end may close each connection at once.
            loop.schedule(this::resume, Math.max(1_000_000, link.pauseNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private void resume() {
        resuming = false;
        for (Topic topic : List.copyOf(topics.values())) {
            if (topic.ready == null) {
                ready(topic);
            }
        }
    }

    private void leave(Topic topic) {
        topics.remove(name(topic.channel), topic);
        if (link.isOpen()) {
            link.call(call("unsubscribe", topic, CommandType.UNSUBSCRIBE, new CompletableFuture<>()));
        }
    }

    private static String name(byte[] channel) {
        return new String(channel, StandardCharsets.ISO_8859_1);
    }

    private static final class Topic {

        final String name;
        final byte[] channel;
        final List<Hearer> hearers = new CopyOnWriteArrayList<>();

        /** Null if Redis does not have it and nothing is on its way. */
        @Nullable
        CompletableFuture<Void> ready;

        Topic(String name, byte[] channel) {
            this.name = name;
            this.channel = channel;
        }

        void tell(byte[] message) {
            if (hearers.size() == 1) {
                hearers.get(0).tell(message);
                return;
            }
            for (Hearer hearer : hearers) {
                hearer.tell(message.clone());
            }
        }
    }

    private final class Hearer implements Shared.Subscription {

        private final Topic topic;
        private final Consumer<byte[]> listener;

        Hearer(Topic topic, Consumer<byte[]> listener) {
            this.topic = topic;
            this.listener = listener;
        }

        void tell(byte[] message) {
            try {
                listener.accept(message);
            } catch (Throwable e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }

        @Override
        public void close() {
            if (loop.inEventLoop()) {
                end();
                return;
            }
            try {
                loop.execute(this::end);
            } catch (RejectedExecutionException e) {
                // The worker has ended, and so has this.
            }
        }

        void end() {
            if (topic.hearers.remove(this) && topic.hearers.isEmpty()) {
                leave(topic);
            }
        }
    }
}
