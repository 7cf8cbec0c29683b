package io.baton.protocol.message;

/** Calls into the application: what a listener throws ends nothing but its own call. */
public final class Listeners {

    private Listeners() {}

    /**
     * Calls. What is thrown goes where the JVM sends what nobody caught, and the loop goes on. Node would end the process,
     * which a thread of a library must not do.
     */
    public static void call(Runnable listener) {
        try {
            listener.run();
        } catch (Throwable thrown) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }
}
