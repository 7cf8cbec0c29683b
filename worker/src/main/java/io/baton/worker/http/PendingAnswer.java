package io.baton.worker.http;

import java.util.function.Consumer;

/**
 * An answer that another thread is still working on. Created and cancelled on the event loop of the connection that
 * waits for it.
 */
public non-sealed interface PendingAnswer extends Response {

    /** Passes the answer to the listener once, from any thread, unless {@link #cancel} came first. Called once. */
    void onAnswer(Consumer<Answer> listener);

    /** The client is gone: the work stops within 100 ms. Does nothing when the answer has been passed on. */
    void cancel();
}
