package io.baton.worker.shared;

import io.baton.protocol.shared.Resp;
import io.baton.worker.spi.SharedException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.RedisMessage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One question to the master, and its answer to come. */
final class Call<T extends @Nullable Object> {

    private static final String ERROR = "ERR ";

    private final CallName name;
    private final byte[][] words;
    private final Function<RedisMessage, T> reader;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    private Runnable atEnd = () -> {};
    private long sentAtNanos;

    /**
     * A question.
     *
     * @param name for messages
     * @param reader of an answer that is no error
     */
    Call(CallName name, Function<RedisMessage, T> reader, byte[]... words) {
        this.name = name;
        this.words = words;
        this.reader = reader;
    }

    /** Runs this when it is over, before the caller hears of it. */
    void atEnd(Runnable task) {
        atEnd = task;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** Appends it to what is sent. On the loop. */
    void writeTo(ByteBuf to) {
        sentAtNanos = System.nanoTime();
        Resp.array(to, words.length);
        for (byte[] word : words) {
            Resp.bulk(to, word);
        }
    }

    /** For how long it has waited for its answer. */
    long waitedNanos() {
        return System.nanoTime() - sentAtNanos;
    }

    int bytes() {
        int bytes = 0;
        for (byte[] word : words) {
            bytes += word.length;
        }
        return bytes;
    }

    /** The answer has come. The message stays the caller's. */
    void answered(RedisMessage message) {
        if (message instanceof ErrorRedisMessage error) {
            String text = error.content();
            fail(text.startsWith(ERROR) ? text.substring(ERROR.length()) : text);
            return;
        }
        T value;
        try {
            value = reader.apply(message);
        } catch (ClassCastException e) {
            fail("an answer of another kind: " + message);
            return;
        }
        atEnd.run();
        answer.complete(value);
    }

    /** There will be no answer, for this reason. */
    void fail(String reason) {
        atEnd.run();
        answer.completeExceptionally(new SharedException(name + ": " + reason));
    }

    /** Reads an answer that says nothing but that all is well. */
    static @Nullable Void nothing(RedisMessage message) {
        return null;
    }

    static Long number(RedisMessage message) {
        return ((IntegerRedisMessage) message).value();
    }

    static Boolean isOne(RedisMessage message) {
        return number(message) == 1;
    }

    static byte @Nullable [] bytes(RedisMessage message) {
        FullBulkStringRedisMessage text = (FullBulkStringRedisMessage) message;
        if (text.isNull()) {
            return null;
        }
        byte[] bytes = new byte[text.content().readableBytes()];
        text.content().getBytes(text.content().readerIndex(), bytes);
        return bytes;
    }
}
