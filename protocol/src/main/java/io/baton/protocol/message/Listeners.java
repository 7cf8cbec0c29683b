package io.baton.protocol.message;

import io.baton.protocol.loop.Guarded;

/** Calls the application's listeners. An exception ends only the call that it was thrown in. */
public final class Listeners {

    private Listeners() {}

    /**
     * Calls the listener. Its exception goes to the thread's handler of uncaught exceptions, and the loop goes on. Node
     * would end the process, which a library's thread must not do.
     */
    public static void call(Runnable listener) {
        new Guarded(listener).run();
    }
}
