package io.baton.worker.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * State that all workers of an application share: sessions, counters, a small cache, words to all. It outlives the death of
 * workers and their replacement. The master keeps it in bounded memory, or a Redis server does; the meaning of the methods is
 * the same.
 *
 * <p>A key is {@code 1..}{@value #MAX_KEY} bytes of UTF-8, a value at most {@value #MAX_VALUE} bytes. Keys of another application
 * are other keys. The master drops what was not used for longest when its memory is full: what must not be lost belongs in a
 * database.
 *
 * <p>Any thread may call; no call blocks. A call that cannot be carried out fails its stage with {@link SharedException}. Calls of
 * one worker are carried out in their order. Stages complete, and listeners are called, on the worker's event loop.
 */
public interface Shared {

    /** The longest key in bytes of UTF-8. */
    int MAX_KEY = 1024;

    /** The longest value, and the longest message, in bytes. */
    int MAX_VALUE = 64 * 1024;

    /** The value of a key; null if there is none. The caller owns the array. */
    CompletionStage<byte @Nullable []> get(String key);

    /** Sets a value, for good. The array is copied. */
    CompletionStage<Void> put(String key, byte[] value);

    /**
     * Sets a value for a time.
     *
     * @param life how long the key lives from now on, at least a millisecond
     */
    CompletionStage<Void> put(String key, byte[] value, Duration life);

    /** Removes a key. Completes with whether it was there. */
    CompletionStage<Boolean> remove(String key);

    /**
     * Adds to a number, in decimal digits, which is 0 if there is no such key. Completes with the sum. How long the key lives
     * does not change. Fails if the value is no 64-bit number, or the sum would be none; the value stays then.
     */
    CompletionStage<Long> increment(String key, long by);

    /**
     * As {@link #increment(String, long)}. A key that this call makes lives for a time, as the window of a rate limit does.
     *
     * @param life of a new key, at least a millisecond
     */
    CompletionStage<Long> increment(String key, long by, Duration life);

    /**
     * Gives a key another time to live.
     *
     * @param life from now on, at least a millisecond
     * @return completes with whether there is such a key
     */
    CompletionStage<Boolean> expire(String key, Duration life);

    /**
     * Sets or removes a value if it is the expected one now. How long the key lives does not change; a new key lives for good.
     *
     * @param expected null for no such key
     * @param value null to remove the key
     * @return completes with whether it was the expected one
     */
    CompletionStage<Boolean> compareAndSet(String key, byte @Nullable [] expected, byte @Nullable [] value);

    /**
     * As {@link #compareAndSet(String, byte[], byte[])}, for a time.
     *
     * @param life how long the key lives from now on, if the value was the expected one; at least a millisecond
     */
    CompletionStage<Boolean> compareAndSet(
            String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life);

    /**
     * Says something to all subscribers of a topic, in all workers of the application, this one included. It is not kept for
     * those that come later.
     *
     * @param topic as long as a key at most
     * @return completes with the number of subscribed workers
     */
    CompletionStage<Long> publish(String topic, byte[] message);

    /**
     * Hears what is said on a topic. The subscription goes on when a connection to the keeper of the state was lost; what was
     * said meanwhile is lost.
     *
     * @param listener gets each message and owns the array; an exception of it goes to the thread's handler of uncaught
     *     exceptions
     * @return completes when nothing that is said from now on is missed
     */
    CompletionStage<Subscription> subscribe(String topic, Consumer<byte[]> listener);

    /** A subscription that goes on until it is closed. Any thread may call. */
    interface Subscription extends AutoCloseable {

        /** Ends it. The listener may be called once more, if a message is on its way. */
        @Override
        void close();
    }
}
