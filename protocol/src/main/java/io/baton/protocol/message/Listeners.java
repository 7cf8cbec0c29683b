package io.baton.protocol.message;

import io.baton.protocol.loop.Guarded;

/** Calls into the application: what a listener throws ends nothing but its own call. */
public final class Listeners {

    private Listeners() {}

    /**
     * Calls. What is thrown goes where the JVM sends what nobody caught, and the loop goes on. Node would end the process,
     * which a thread of a library must not do.
     */
    public static void call(Runnable listener) {
        new Guarded(listener).run();
    }
}
