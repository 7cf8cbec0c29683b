package io.baton.worker.http;

import java.util.function.Consumer;

/**
 * An answer that is still being worked on, away from the event loop. Created and cancelled on the event loop of the
 * connection that waits for it.
 */
public non-sealed interface PendingAnswer extends Response {

    /** Hands the answer over once, from any thread, unless {@link #cancel} came first. Called once. */
    void onAnswer(Consumer<Answer> listener);

    /** The client is gone: stop working within 100 ms. Harmless when the answer was already handed over. */
    void cancel();
}
