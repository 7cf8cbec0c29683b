package io.baton.worker.redis;

import io.baton.worker.spi.Shared;
import io.baton.worker.spi.SharedException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shared state in a Redis server: a key is {@code baton:APPLICATION:KEY} there, a topic likewise. Any thread. */
final class RedisShared implements Shared, Link.Owner {

    private static final byte[] NOTHING = {};
    private static final byte[] YES = {'1'};
    private static final byte[] NO = {'0'};

    private final EventLoop loop;
    private final RedisAddress address;
    private final String prefix;

    /** Both of these and what follows belong to the event loop. */
    private final Script increment = new Script(Scripts.INCREMENT);

    private final Script compareAndSet = new Script(Scripts.COMPARE_AND_SET);

    private @Nullable Link link;
    private @Nullable Subscriptions subscriptions;
    private @Nullable LoopClient client;

    RedisShared(RedisAddress address, String application, EventLoop loop) {
        this.loop = loop;
        this.address = address;
        this.prefix = "baton:" + application + ":";
    }

    @Override
    public CompletionStage<byte @Nullable []> get(String key) {
        return call(
                "get", key, NOTHING, name -> () -> command(CommandType.GET, values(), arguments(name)), value -> value);
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value) {
        byte[] copy = value.clone();
        return call(
                "put",
                key,
                copy,
                name -> () -> command(CommandType.SET, status(), arguments(name).addValue(copy)),
                RedisShared::done);
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value, Duration life) {
        byte[] copy = value.clone();
        return call(
                "put",
                key,
                copy,
                name -> {
                    long millis = Limits.life(life);
                    return () -> command(
                            CommandType.SET,
                            status(),
                            arguments(name).addValue(copy).add("PX").add(millis));
                },
                RedisShared::done);
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        return call(
                "remove",
                key,
                NOTHING,
                name -> () -> command(CommandType.DEL, number(), arguments(name)),
                RedisShared::isOne);
    }

    @Override
    public CompletionStage<Long> increment(String key, long by) {
        return call(
                "increment",
                key,
                NOTHING,
                name -> () ->
                        command(CommandType.INCRBY, number(), arguments(name).add(by)),
                RedisShared::present);
    }

    @Override
    public CompletionStage<Long> increment(String key, long by, Duration life) {
        return call(
                "increment",
                key,
                NOTHING,
                name -> {
                    byte[] millis = digits(Limits.life(life));
                    return () -> increment.command(values(), name, digits(by), millis);
                },
                sum -> Long.parseLong(new String(present(sum), StandardCharsets.US_ASCII)));
    }

    @Override
    public CompletionStage<Boolean> expire(String key, Duration life) {
        return call(
                "expire",
                key,
                NOTHING,
                name -> {
                    long millis = Limits.life(life);
                    return () -> command(
                            CommandType.PEXPIRE, number(), arguments(name).add(millis));
                },
                RedisShared::isOne);
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String key, byte @Nullable [] expected, byte @Nullable [] value) {
        return compareAndSet(key, expected, value, () -> NOTHING);
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(
            String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life) {
        return compareAndSet(key, expected, value, () -> digits(Limits.life(life)));
    }

    private CompletionStage<Boolean> compareAndSet(
            String key, byte @Nullable [] expected, byte @Nullable [] value, Supplier<byte[]> life) {
        byte[] known = expected == null ? NOTHING : expected.clone();
        byte[] next = value == null ? NOTHING : value.clone();
        return call(
                "compareAndSet",
                key,
                next,
                name -> {
                    Limits.value(known);
                    byte[] millis = life.get();
                    return () -> compareAndSet.command(
                            number(), name, expected == null ? NO : YES, known, value == null ? NO : YES, next, millis);
                },
                RedisShared::isOne);
    }

    @Override
    public CompletionStage<Long> publish(String topic, byte[] message) {
        byte[] copy = message.clone();
        return call(
                "publish",
                topic,
                copy,
                name -> () ->
                        command(CommandType.PUBLISH, number(), arguments(name).addValue(copy)),
                RedisShared::present);
    }

    @Override
    public CompletionStage<Subscription> subscribe(String topic, Consumer<byte[]> listener) {
        CompletableFuture<Subscription> result = new CompletableFuture<>();
        onLoop("subscribe", topic, result, () -> {
            byte[] channel = Limits.key(prefix, topic);
            subscriptions().subscribe(topic, channel, listener).whenComplete((subscription, failure) -> {
                if (failure == null) {
                    result.complete(subscription);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        });
        return result;
    }

    /** There may be another Redis behind another connection. */
    @Override
    public void opened(StatefulConnection<byte[], byte[]> connection) {
        increment.forget();
        compareAndSet.forget();
    }

    @Override
    public void lost() {}

    /**
     * Checks the arguments and sends a command.
     *
     * @param request makes the command for a name in Redis; may throw {@link SharedException}
     */
    private <T, R> CompletionStage<R> call(
            String operation, String key, byte[] value, Function<byte[], Request<T>> request, Function<T, R> answer) {
        CompletableFuture<R> result = new CompletableFuture<>();
        onLoop(operation, key, result, () -> {
            byte[] name = Limits.key(prefix, key);
            Limits.value(value);
            Call<T, R> call =
                    new Call<>(operation, key, name.length + value.length, request.apply(name), answer, result);
            link().call(call);
        });
        return result;
    }

    private void onLoop(String operation, String key, CompletableFuture<?> result, Runnable task) {
        if (loop.inEventLoop()) {
            attempt(operation, key, result, task);
            return;
        }
        try {
            loop.execute(() -> attempt(operation, key, result, task));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new SharedException(Call.name(operation, key) + ": the worker has ended"));
        }
    }

    private static void attempt(String operation, String key, CompletableFuture<?> result, Runnable task) {
        try {
            task.run();
        } catch (SharedException e) {
            result.completeExceptionally(new SharedException(Call.name(operation, key) + ": " + e.getMessage()));
        }
    }

    private Link link() {
        @Nullable Link current = link;
        if (current == null) {
            current = new Link(loop, address, "commands", this, client()::connectForCommands);
            link = current;
        }
        return current;
    }

    private Subscriptions subscriptions() {
        @Nullable Subscriptions current = subscriptions;
        if (current == null) {
            current = new Subscriptions(loop, address, client());
            subscriptions = current;
        }
        return current;
    }

    private LoopClient client() {
        @Nullable LoopClient current = client;
        if (current == null) {
            current = new LoopClient(address, loop);
            client = current;
        }
        return current;
    }

    private static <T> Command<byte[], byte[], T> command(
            CommandType type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
        return new Command<>(type, output, arguments);
    }

    private static CommandArgs<byte[], byte[]> arguments(byte[] name) {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(name);
    }

    private static ValueOutput<byte[], byte[]> values() {
        return new ValueOutput<>(ByteArrayCodec.INSTANCE);
    }

    private static StatusOutput<byte[], byte[]> status() {
        return new StatusOutput<>(ByteArrayCodec.INSTANCE);
    }

    private static IntegerOutput<byte[], byte[]> number() {
        return new IntegerOutput<>(ByteArrayCodec.INSTANCE);
    }

    private static boolean isOne(@Nullable Long number) {
        return present(number) == 1;
    }

    private static @Nullable Void done(@Nullable String status) {
        present(status);
        return null;
    }

    /** Redis has an answer to each of these commands. */
    private static <T> T present(@Nullable T answer) {
        if (answer == null) {
            throw new IllegalArgumentException();
        }
        return answer;
    }

    private static byte[] digits(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
