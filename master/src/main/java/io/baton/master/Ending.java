package io.baton.master;

import io.baton.master.cli.ExitCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * Sees to it that this process ends, and with which exit code. An uncaught exception on any thread ends the master: half a
 * master would accept connections and serve none. Nothing here depends on the conductor, which may be the broken part.
 * Thread-safe.
 */
final class Ending implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = System.getLogger(Ending.class.getName());

    /** Enough to write the last lines. */
    private static final int LAST_STEPS_MS = 2_000;

    private static final int LOOK_MS = 100;

    private final IntConsumer halt;
    private final int lastStepsMs;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    /** The end of this process. */
    Ending() {
        this(Runtime.getRuntime()::halt, LAST_STEPS_MS);
    }

    /**
     * An ending that a test watches.
     *
     * @param halt ends the process at once, with this exit code
     * @param lastStepsMs how long it may take to end in order
     */
    Ending(IntConsumer halt, int lastStepsMs) {
        this.halt = halt;
        this.lastStepsMs = lastStepsMs;
    }

    /** Ends the process with this code, unless it ends with another already. */
    void with(int code) {
        exitCode.complete(code);
    }

    /** Waits for the end, and returns the exit code. */
    int await() {
        return exitCode.join();
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        try {
            LOG.log(Level.ERROR, "uncaught exception in " + thread.getName() + ": the master ends", thrown);
        } finally {
            with(ExitCode.FAILED);
            haltAfterLastSteps(ExitCode.FAILED);
        }
    }

    /**
     * Ends the process with this code if it does not end by itself within this time.
     *
     * @param what should end it, for the log
     */
    void within(long ms, String what, int code) {
        start(() -> {
            waitForEnd(ms);
            if (!exitCode.isDone()) {
                LOG.log(Level.ERROR, "{0} is not done after {1} ms: exiting", what, String.valueOf(ms));
                with(code);
                waitAndHalt(code);
            }
        });
    }

    private void haltAfterLastSteps(int code) {
        try {
            start(() -> waitAndHalt(code));
        } catch (Throwable e) {
            // No thread can be started, so there is no time for last steps.
            halt.accept(code);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "baton-ending");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits in small steps. While the process is stopped by a signal its time does not run. */
    private void waitForEnd(long ms) {
        for (long waitedMs = 0; waitedMs < ms && !exitCode.isDone(); waitedMs += LOOK_MS) {
            sleep(LOOK_MS);
        }
    }

    private void waitAndHalt(int code) {
        sleep(lastStepsMs);
        halt.accept(code);
    }

    private static void sleep(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            // No thread interrupts this one.
        }
    }
}
