package io.baton.worker.redis;

import io.baton.worker.shared.CallName;
import io.baton.worker.shared.Limits;
import io.baton.worker.spi.Shared;
import io.baton.worker.spi.SharedException;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shared state in a Redis server: a key is {@code baton:APPLICATION:KEY} there, a topic likewise. Any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // the stage that the caller has fails too
final class RedisShared implements Shared {

    private static final byte[] NOTHING = {};
    private static final byte[] YES = {'1'};
    private static final byte[] NO = {'0'};

    private final EventLoop loop;
    private final RedisAddress address;
    private final String prefix;
    private final CompletableFuture<LoopClient> client;

    /** This and what follows belong to the event loop. */
    private @Nullable Link link;

    private @Nullable Subscriptions subscriptions;

    RedisShared(RedisAddress address, String application, EventLoop loop) {
        this.loop = loop;
        this.address = address;
        this.prefix = "baton:" + application + ":";
        this.client = LoopClient.load(address, loop);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(String key) {
        return call(
                "get",
                key,
                List.of(),
                name -> () -> Commands.command(CommandType.GET, Commands.value(), Commands.arguments(name)),
                value -> value);
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value) {
        byte[] copy = value.clone();
        return call(
                "put",
                key,
                List.of(copy),
                name -> () -> Commands.command(
                        CommandType.SET,
                        Commands.status(),
                        Commands.arguments(name).addValue(copy)),
                Commands::done);
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value, Duration life) {
        byte[] copy = value.clone();
        return call(
                "put",
                key,
                List.of(copy),
                name -> {
                    long millis = Limits.life(life);
                    return () -> Commands.command(
                            CommandType.SET,
                            Commands.status(),
                            Commands.arguments(name).addValue(copy).add("PX").add(millis));
                },
                Commands::done);
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        return call(
                "remove",
                key,
                List.of(),
                name -> () -> Commands.command(CommandType.DEL, Commands.number(), Commands.arguments(name)),
                Commands::isOne);
    }

    @Override
    public CompletionStage<Long> increment(String key, long by) {
        return call(
                "increment",
                key,
                List.of(),
                name -> () -> Commands.command(
                        CommandType.INCRBY,
                        Commands.number(),
                        Commands.arguments(name).add(by)),
                Commands::present);
    }

    @Override
    public CompletionStage<Long> increment(String key, long by, Duration life) {
        return call(
                "increment",
                key,
                List.of(),
                name -> {
                    byte[] millis = Commands.digits(Limits.life(life));
                    return () ->
                            Scripts.command(Scripts.INCREMENT, Commands.value(), name, Commands.digits(by), millis);
                },
                sum -> Long.parseLong(new String(Commands.present(sum), StandardCharsets.US_ASCII)));
    }

    @Override
    public CompletionStage<Boolean> expire(String key, Duration life) {
        return call(
                "expire",
                key,
                List.of(),
                name -> {
                    long millis = Limits.life(life);
                    return () -> Commands.command(
                            CommandType.PEXPIRE,
                            Commands.number(),
                            Commands.arguments(name).add(millis));
                },
                Commands::isOne);
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String key, byte @Nullable [] expected, byte @Nullable [] value) {
        return compareAndSet(key, expected, value, () -> NOTHING);
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(
            String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life) {
        return compareAndSet(key, expected, value, () -> Commands.digits(Limits.life(life)));
    }

    private CompletionStage<Boolean> compareAndSet(
            String key, byte @Nullable [] expected, byte @Nullable [] value, Supplier<byte[]> life) {
        byte[] known = expected == null ? NOTHING : expected.clone();
        byte[] next = value == null ? NOTHING : value.clone();
        return call(
                "compareAndSet",
                key,
                List.of(known, next),
                name -> {
                    byte[] millis = life.get();
                    return () -> Scripts.command(
                            Scripts.COMPARE_AND_SET,
                            Commands.number(),
                            name,
                            expected == null ? NO : YES,
                            known,
                            value == null ? NO : YES,
                            next,
                            millis);
                },
                Commands::isOne);
    }

    @Override
    public CompletionStage<Long> publish(String topic, byte[] message) {
        byte[] copy = message.clone();
        return call(
                "publish",
                topic,
                List.of(copy),
                name -> () -> Commands.command(
                        CommandType.PUBLISH,
                        Commands.number(),
                        Commands.arguments(name).addValue(copy)),
                Commands::present);
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

    /**
     * Checks the arguments and sends a command.
     *
     * @param values that wait with it
     * @param request makes the command for a name in Redis; may throw {@link SharedException}
     */
    private <T, R> CompletionStage<R> call(
            String operation,
            String key,
            List<byte[]> values,
            Function<byte[], Request<T>> request,
            Function<T, R> answer) {
        CompletableFuture<R> result = new CompletableFuture<>();
        onLoop(operation, key, result, () -> {
            byte[] name = Limits.key(prefix, key);
            int size = name.length;
            for (byte[] value : values) {
                Limits.value(value);
                size += value.length;
            }
            Call<T, R> call = new Call<>(new CallName(operation, key), size, request.apply(name), answer, result);
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
            result.completeExceptionally(new SharedException(new CallName(operation, key) + ": the worker has ended"));
        }
    }

    private static void attempt(String operation, String key, CompletableFuture<?> result, Runnable task) {
        try {
            task.run();
        } catch (SharedException e) {
            result.completeExceptionally(new SharedException(new CallName(operation, key) + ": " + e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            result.completeExceptionally(new SharedException(new CallName(operation, key) + ": " + e));
        }
    }

    private Link link() {
        @Nullable Link current = link;
        if (current == null) {
            current = new Link(
                    loop,
                    address,
                    "commands",
                    Link.Owner.NONE,
                    () -> client.thenComposeAsync(LoopClient::connectForCommands, loop));
            link = current;
        }
        return current;
    }

    private Subscriptions subscriptions() {
        @Nullable Subscriptions current = subscriptions;
        if (current == null) {
            current = new Subscriptions(loop, address, client);
            subscriptions = current;
        }
        return current;
    }
}
