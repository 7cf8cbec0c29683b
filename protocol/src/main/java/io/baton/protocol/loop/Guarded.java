package io.baton.protocol.loop;

/**
 * A task for an event loop. An exception or Error of the task goes to the thread's handler of uncaught exceptions.
 * Netty would log a line, and for a timer not even that, and go on as if the task had succeeded.
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

    /** Tells the current thread's handler of uncaught exceptions. Without one, the JVM prints the stack. */
    public static void tell(Throwable thrown) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
}
