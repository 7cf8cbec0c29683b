package io.baton.protocol.message;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Shows the application a future that it must not complete itself. */
public final class Stages {

    private Stages() {}

    /**
     * A stage that ends as the future does. Other than {@link CompletableFuture#copy} it fails with the exception
     * itself, without a {@link java.util.concurrent.CompletionException} around it, so that a callback can look at its
     * type.
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
