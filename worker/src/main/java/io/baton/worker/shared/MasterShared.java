package io.baton.worker.shared;

import io.baton.worker.spi.Shared;
import io.baton.worker.spi.SharedException;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The state that the master keeps. Any thread may call. */
final class MasterShared implements Shared {

    /** More calls than the master carries out in a second or so would only wait, and hold memory. */
    private static final int MOST_WAITING = 10_000;

    private static final long MOST_WAITING_BYTES = 16L << 20;

    private final EventLoop loop;
    private final Link link;
    private final Subscriptions subscriptions;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();

    /** The state behind the socket of this name. */
    MasterShared(String name, EventLoop loop) {
        this.loop = loop;
        this.link = new Link(loop, name, unused -> {}, () -> {});
        this.subscriptions = new Subscriptions(loop, name);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(String key) {
        return checked(() -> send(new Call<>(Call::bytes, word("GET"), key(key))));
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value) {
        return checked(() -> send(new Call<>(Call::nothing, word("SET"), key(key), value(value))));
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value, Duration life) {
        return checked(() ->
                send(new Call<>(Call::nothing, word("SET"), key(key), value(value), word("PX"), milliseconds(life))));
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        return checked(() -> send(new Call<>(Call::isOne, word("DEL"), key(key))));
    }

    @Override
    public CompletionStage<Long> increment(String key, long by) {
        return checked(() -> send(new Call<>(Call::number, word("INCRBY"), key(key), number(by))));
    }

    @Override
    public CompletionStage<Long> increment(String key, long by, Duration life) {
        return checked(() ->
                send(new Call<>(Call::number, word("INCRBY"), key(key), number(by), word("PX"), milliseconds(life))));
    }

    @Override
    public CompletionStage<Boolean> expire(String key, Duration life) {
        return checked(() -> send(new Call<>(Call::isOne, word("PEXPIRE"), key(key), milliseconds(life))));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String key, byte @Nullable [] expected, byte @Nullable [] value) {
        return checked(() -> compareAndSet(key, expected, value, List.of()));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(
            String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life) {
        return checked(() -> compareAndSet(key, expected, value, List.of(word("PX"), milliseconds(life))));
    }

    private CompletionStage<Boolean> compareAndSet(
            String key, byte @Nullable [] expected, byte @Nullable [] value, List<byte[]> rest) {
        List<byte[]> words = new ArrayList<>(List.of(word("CAS"), key(key)));
        if (expected == null) {
            words.add(word("NONE"));
        } else {
            words.addAll(List.of(word("IF"), value(expected)));
        }
        if (value != null) {
            words.addAll(List.of(word("THEN"), value(value)));
        }
        words.addAll(rest);
        return send(new Call<>(Call::isOne, words.toArray(byte[][]::new)));
    }

    @Override
    public CompletionStage<Long> publish(String topic, byte[] message) {
        return checked(() -> send(new Call<>(Call::number, word("PUBLISH"), key(topic), value(message))));
    }

    @Override
    public CompletionStage<Subscription> subscribe(String topic, Consumer<byte[]> listener) {
        return checked(() -> {
            byte[] unused = key(topic);
            CompletableFuture<Subscription> stage = new CompletableFuture<>();
            loop.execute(() -> subscriptions.add(topic, listener, stage));
            return stage;
        });
    }

    private <T extends @Nullable Object> CompletionStage<T> send(Call<T> call) {
        int bytes = call.bytes();
        if (waiting.incrementAndGet() > MOST_WAITING || waitingBytes.addAndGet(bytes) > MOST_WAITING_BYTES) {
            call.fail(waiting.get() + " calls wait for the master (expected: at most " + MOST_WAITING + ", with "
                    + MOST_WAITING_BYTES + " bytes)");
        }
        CompletionStage<T> counted = call.answer().whenComplete((value, failure) -> {
            waiting.decrementAndGet();
            waitingBytes.addAndGet(-bytes);
        });
        if (!call.answer().isDone()) {
            loop.execute(() -> link.send(call));
        }
        return counted;
    }

    /** What makes a call with these words, or a stage that failed because of one of them. */
    private interface Making<T extends @Nullable Object> {

        CompletionStage<T> make();
    }

    private static <T extends @Nullable Object> CompletionStage<T> checked(Making<T> making) {
        try {
            return making.make();
        } catch (SharedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] number(long value) {
        return word(Long.toString(value));
    }

    private static byte[] key(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 1 || bytes.length > MAX_KEY) {
            throw new SharedException(
                    "shared state: a key of " + bytes.length + " bytes (expected: 1.." + MAX_KEY + ")");
        }
        return bytes;
    }

    private static byte[] value(byte[] value) {
        if (value.length > MAX_VALUE) {
            throw new SharedException(
                    "shared state: a value of " + value.length + " bytes (expected: 0.." + MAX_VALUE + ")");
        }
        return value.clone();
    }

    private static byte[] milliseconds(Duration life) {
        if (life.compareTo(Duration.ofMillis(1)) < 0) {
            throw new SharedException("shared state: a life of " + life + " (expected: at least PT0.001S)");
        }
        try {
            return number(life.toMillis());
        } catch (ArithmeticException e) {
            return number(Long.MAX_VALUE);
        }
    }
}
