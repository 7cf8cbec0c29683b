package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;

/**
 * One sum on its way through the {@link ComputePool}. A thread of the pool runs it. The client's event loop waits for
 * it and may cancel it.
 */
final class Computation implements PendingAnswer, Runnable {
    private static final System.Logger LOG = System.getLogger(Computation.class.getName());

    private final ComputePool pool;
    private final Sum sum;
    private final DoubleFunction<Answer> format;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Computation(ComputePool pool, Sum sum, DoubleFunction<Answer> format) {
        this.pool = pool;
        this.sum = sum;
        this.format = format;
    }

    @Override
    public void run() {
        pool.begins(this);
        Answer computed;
        try {
            computed = compute();
        } finally {
            pool.ends(this);
        }
        if (!sum.isCancelled()) {
            answer.complete(computed);
        }
    }

    private Answer compute() {
        try {
            return format.apply(sum.compute());
        } catch (Throwable e) {
            // An Error too: it would end the thread, and the client would wait for the whole compute timeout.
            LOG.log(Level.WARNING, "a computation failed", e);
            return Answer.text(INTERNAL_SERVER_ERROR, "The computation failed\n");
        }
    }

    /** How much of the sum is done, in percent. */
    double progress() {
        return sum.count() == 0 ? 100 : 100.0 * sum.added() / sum.count();
    }

    @Override
    public void onAnswer(Consumer<Answer> listener) {
        var unused = answer.thenAccept(listener);
    }

    @Override
    public void cancel() {
        sum.cancel();
        pool.forget(this);
    }
}
