package io.baton.worker.http;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An answer that comes when the test says so. */
final class FakePendingAnswer implements PendingAnswer {
    boolean cancelled;
    private @Nullable Consumer<Answer> listener;

    @Override
    public void onAnswer(Consumer<Answer> told) {
        listener = told;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    void complete(Answer answer) {
        if (listener == null) {
            throw new IllegalStateException("no listener waits for the answer");
        }
        listener.accept(answer);
    }
}
