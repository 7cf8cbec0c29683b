package io.baton.master;

import io.baton.master.conductor.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Does what waits for files of the operator's, which may be on a disk that does not answer: each piece on a thread of its own.
 * Any thread may call.
 */
final class FileWork {

    private final Clock conductor;

    /** @param conductor takes the results */
    FileWork(Clock conductor) {
        this.conductor = conductor;
    }

    /** Makes something. The stage is done on the conductor. */
    <T> CompletionStage<T> make(Supplier<T> work) {
        CompletableFuture<T> made = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        T result = work.get();
                        conductor.post(() -> made.complete(result));
                    } catch (RuntimeException e) {
                        conductor.post(() -> made.completeExceptionally(e));
                    }
                },
                "baton-files");
        thread.setDaemon(true);
        thread.start();
        return made;
    }
}
