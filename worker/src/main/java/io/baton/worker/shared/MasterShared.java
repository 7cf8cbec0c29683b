package io.baton.worker.shared;

import io.baton.worker.spi.Shared;
import io.baton.worker.spi.SharedException;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.redis.RedisMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state that the master keeps. Any thread may call. */
final class MasterShared implements Shared {

    private final EventLoop loop;
    private final Link link;
    private final Subscriptions subscriptions;
    private final Waiting waiting = new Waiting();

    /** The state behind the socket of this name. */
    MasterShared(String name, EventLoop loop) {
        this.loop = loop;
        this.link = new Link(loop, name, unused -> {}, unused -> {});
        this.subscriptions = new Subscriptions(loop, name);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(String key) {
        return ask("get", key, Call::bytes, name -> words(word("GET"), name));
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value) {
        return ask("put", key, Call::nothing, name -> words(word("SET"), name, copy(value)));
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value, Duration life) {
        return ask(
                "put",
                key,
                Call::nothing,
                name -> words(word("SET"), name, copy(value), word("PX"), milliseconds(life)));
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        return ask("remove", key, Call::isOne, name -> words(word("DEL"), name));
    }

    @Override
    public CompletionStage<Long> increment(String key, long by) {
        return ask("increment", key, Call::number, name -> words(word("INCRBY"), name, number(by)));
    }

    @Override
    public CompletionStage<Long> increment(String key, long by, Duration life) {
        return ask(
                "increment",
                key,
                Call::number,
                name -> words(word("INCRBY"), name, number(by), word("PX"), milliseconds(life)));
    }

    @Override
    public CompletionStage<Boolean> expire(String key, Duration life) {
        return ask("expire", key, Call::isOne, name -> words(word("PEXPIRE"), name, milliseconds(life)));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String key, byte @Nullable [] expected, byte @Nullable [] value) {
        return ask("compareAndSet", key, Call::isOne, name -> comparison(name, expected, value, List.of()));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(
            String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life) {
        return ask(
                "compareAndSet",
                key,
                Call::isOne,
                name -> comparison(name, expected, value, List.of(word("PX"), milliseconds(life))));
    }

    private static byte[][] comparison(
            byte[] name, byte @Nullable [] expected, byte @Nullable [] value, List<byte[]> rest) {
        List<byte[]> words = new ArrayList<>(List.of(word("CAS"), name));
        if (expected == null) {
            words.add(word("NONE"));
        } else {
            words.addAll(List.of(word("IF"), copy(expected)));
        }
        if (value != null) {
            words.addAll(List.of(word("THEN"), copy(value)));
        }
        words.addAll(rest);
        return words.toArray(byte[][]::new);
    }

    @Override
    public CompletionStage<Long> publish(String topic, byte[] message) {
        return ask("publish", topic, Call::number, name -> words(word("PUBLISH"), name, copy(message)));
    }

    @Override
    public CompletionStage<Subscription> subscribe(String topic, Consumer<byte[]> listener) {
        CompletableFuture<Subscription> stage = new CompletableFuture<>();
        CallName name = new CallName("subscribe", topic);
        try {
            byte[] unused = Limits.key("", topic);
            onLoop(
                    () -> subscriptions.add(topic, listener, stage),
                    reason -> stage.completeExceptionally(new SharedException(name + ": " + reason)));
        } catch (SharedException e) {
            stage.completeExceptionally(refused(name, e));
        }
        return stage;
    }

    /**
     * Checks the arguments and sends a call.
     *
     * @param words makes those of the call for a name; may throw {@link SharedException}
     */
    private <T extends @Nullable Object> CompletionStage<T> ask(
            String operation, String key, Function<RedisMessage, T> reader, Function<byte[], byte[][]> words) {
        CallName name = new CallName(operation, key);
        try {
            return send(new Call<>(name, reader, words.apply(Limits.key("", key))));
        } catch (SharedException e) {
            return CompletableFuture.failedFuture(refused(name, e));
        }
    }

    private static SharedException refused(CallName name, SharedException misfit) {
        return new SharedException(name + ": " + misfit.getMessage());
    }

    private <T extends @Nullable Object> CompletionStage<T> send(Call<T> call) {
        int bytes = call.bytes();
        boolean hasRoom = waiting.add(bytes);
        call.atEnd(() -> waiting.remove(bytes));
        if (hasRoom) {
            onLoop(() -> link.send(call), call::fail);
        } else {
            call.fail(waiting.toString());
        }
        return call.answer();
    }

    /** Runs a task on the loop, or says why not. */
    private void onLoop(Runnable task, Consumer<String> failure) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            failure.accept("the worker has ended");
        }
    }

    private static byte[][] words(byte[]... words) {
        return words;
    }

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] number(long value) {
        return word(Long.toString(value));
    }

    private static byte[] copy(byte[] value) {
        Limits.value(value);
        return value.clone();
    }

    private static byte[] milliseconds(Duration life) {
        return number(Limits.life(life));
    }
}
