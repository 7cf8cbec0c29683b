package io.baton.bench.shared;

import io.baton.worker.spi.Shared;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Calls of one worker: one after the other, each begun where the one before completes, which is the worker's event loop; then
 * 64 at a time.
 */
final class RoundTrips {

    private static final int KEYS = 1000;
    private static final int WIDTH = 64;

    /** A session: some hundred bytes. */
    private static final byte[] VALUE = new byte[200];

    /** A JVM compiles a measure's code while it runs some of them. */
    private static final int WARM_UPS = 2;

    private static final double NANOS_PER_US = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int LIMIT_S = 120;

    private final Shared shared;
    private final int count;

    /** @param count the calls of each measure, at least 100 */
    RoundTrips(Shared shared, int count) {
        this.shared = shared;
        this.count = count;
    }

    /** Runs all measures, some times to warm up and then once for the result. Returns the figures by name. */
    Map<String, Double> measure() throws IOException, InterruptedException {
        Map<String, Double> results = new TreeMap<>();
        for (int i = 0; i <= WARM_UPS; i++) {
            measure("put", call -> shared.put(key(call), VALUE), results);
            measure("get", call -> shared.get(key(call)), results);
            measure("increment", call -> shared.increment("counter" + call % KEYS, 1), results);
        }
        return results;
    }

    private void measure(String name, IntFunction<CompletionStage<?>> call, Map<String, Double> results)
            throws IOException, InterruptedException {
        long[] nanos = new long[count];
        CompletableFuture<Void> oneByOne = new CompletableFuture<>();
        next(call, 0, nanos, oneByOne);
        await(oneByOne);
        Arrays.sort(nanos);
        results.put(name + " p50, us", nanos[count / 2] / NANOS_PER_US);
        results.put(name + " p99, us", nanos[count - 1 - count / 100] / NANOS_PER_US);

        long start = System.nanoTime();
        CompletableFuture<Void> manyAtATime = new CompletableFuture<>();
        int[] begun = {0};
        int[] ended = {0};
        // On the event loop, which owns both counters: the first call is begun there too.
        shared.get(key(0)).whenComplete((value, failure) -> {
            for (int i = 0; i < Math.min(WIDTH, count); i++) {
                another(call, begun, ended, manyAtATime);
            }
        });
        await(manyAtATime);
        results.put(name + " with 64 at a time, calls/s", count * NANOS_PER_SECOND / (System.nanoTime() - start));
    }

    private void next(IntFunction<CompletionStage<?>> call, int index, long[] nanos, CompletableFuture<Void> done) {
        long start = System.nanoTime();
        call.apply(index).whenComplete((value, failure) -> {
            nanos[index] = System.nanoTime() - start;
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (index + 1 == nanos.length) {
                done.complete(null);
            } else {
                next(call, index + 1, nanos, done);
            }
        });
    }

    private void another(IntFunction<CompletionStage<?>> call, int[] begun, int[] ended, CompletableFuture<Void> done) {
        if (begun[0] == count) {
            return;
        }
        call.apply(begun[0]++).whenComplete((value, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (++ended[0] == count) {
                done.complete(null);
            } else {
                another(call, begun, ended, done);
            }
        });
    }

    private static String key(int call) {
        return "session:" + call % KEYS;
    }

    private static void await(CompletableFuture<Void> done) throws IOException, InterruptedException {
        try {
            done.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }
}
