package io.baton.bench.classic;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Two requests for a computation at the same time. The classic program computes in the server itself, so the second request
 * and all other work wait for the first. Here each request has a child, and the parent goes on: it prints {@code still here}
 * ten times a second until it prints both sums.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.TwoComputations</pre>
 */
public final class TwoComputations {

    private TwoComputations() {}

    /** The parent. */
    public static void main(String[] arguments) throws InterruptedException {
        Arguments.of(TwoComputations.class, arguments);
        CompletableFuture<Void> both = CompletableFuture.allOf(
                request(1).toCompletableFuture(), request(2).toCompletableFuture());
        while (!both.isDone()) {
            System.out.println("still here");
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (both.isCompletedExceptionally()) {
            throw Arguments.fail("TwoComputations: a child died");
        }
    }

    private static CompletionStage<Void> request(int number) {
        return ComputeInChild.compute().thenAccept(sum -> System.out.println("request " + number + ": " + sum));
    }
}
