package io.baton.master;

import io.baton.master.cli.ExitCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * The end of this process: which exit code it has, and that it comes about. Whatever throws on a thread of the master and is
 * caught by nothing there ends the master: half of one accepts connections and serves none. No decision here depends on the
 * conductor, which may be what is broken. Thread-safe.
 */
final class Ending implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = System.getLogger(Ending.class.getName());

    /** The last lines are written in less. */
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
     * An end of a test's.
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
     * Ends the process with this code if it does not end by itself in so long.
     *
     * @param what is to end it, for the log
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
            // There is no thread to be had: no time for last steps then.
            halt.accept(code);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "baton-ending");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits in small steps: a process that was stopped by a signal meanwhile has not had that time. */
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
            // Nobody has a reason to.
        }
    }
}
