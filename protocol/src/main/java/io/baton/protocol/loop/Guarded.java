package io.baton.protocol.loop;

/**
 * A task for an event loop. What it throws, an Error too, goes to the thread's handler of uncaught exceptions. Netty would
 * log a line, or of a timer not even that, and go on as if the task had done its work.
 */
public final class Guarded implements Runnable {

    private final Runnable task;

    /** Guards this task. */
    public Guarded(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (Throwable thrown) {
            tell(thrown);
        }
    }

    /** Tells the current thread's handler of uncaught exceptions, without which the JVM's prints the stack. */
    public static void tell(Throwable thrown) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
}
