package io.baton.worker.redis;

import io.baton.worker.shared.CallName;
import io.baton.worker.spi.SharedException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A call of {@link io.baton.worker.spi.Shared} that is not answered yet. Owned by the event loop.
 *
 * @param <T> what Redis answers
 * @param <R> what the caller gets
 */
final class Call<T, R> {

    private final CallName name;
    private final int size;
    private final Request<T> request;
    private final Function<T, R> answer;
    private final CompletableFuture<R> result;

    private long deadlineNanos;
    private boolean sent;
    private boolean over;

    /**
     * @param name for messages
     * @param size the bytes that wait with it
     * @param answer makes what the caller gets of what Redis answers; throws {@link IllegalArgumentException} if that
     *     is no answer
     * @param result completed with it, or with a {@link SharedException}
     */
    Call(CallName name, int size, Request<T> request, Function<T, R> answer, CompletableFuture<R> result) {
        this.name = name;
        this.size = size;
        this.request = request;
        this.answer = answer;
        this.result = result;
    }

    /** The bytes that wait with it. */
    int size() {
        return size;
    }

    Request<T> request() {
        return request;
    }

    /** From now on it waits for an answer, until then at most. */
    void expect(long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** From now on Redis may have it. */
    void sent() {
        sent = true;
    }

    boolean isOver() {
        return over;
    }

    /**
     * Redis has answered.
     *
     * @return false if that is no answer to this call, which goes on
     */
    boolean complete(T value) {
        R given;
        try {
            given = answer.apply(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
        over = true;
        result.complete(given);
        return true;
    }

    /** Redis has answered that it cannot carry it out. */
    void refuse(String reason) {
        over = true;
        result.completeExceptionally(new SharedException(name + ": " + reason));
    }

    /** There will be no answer. */
    void fail(String reason) {
        refuse(sent && !name.operation().equals("get") ? reason + " (it may have been carried out)" : reason);
    }
}
