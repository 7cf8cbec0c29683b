package io.baton.protocol.message;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the application gets to see of a future that is not its own to complete. */
public final class Stages {

    private Stages() {}

    /**
     * A stage that ends as a future does. Unlike {@link CompletableFuture#copy} it fails with the exception itself, not with
     * a {@link java.util.concurrent.CompletionException} around it, so that a callback can ask what it is.
     */
    public static <T> CompletionStage<T> of(CompletableFuture<T> future) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        CompletionStage<T> source = future;
        source.whenComplete((value, failure) -> {
            if (failure == null) {
                stage.complete(value);
            } else {
                stage.completeExceptionally(failure);
            }
        });
        return stage;
    }
}
