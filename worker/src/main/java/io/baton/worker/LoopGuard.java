package io.baton.worker;

import io.netty.util.concurrent.EventExecutor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the worker's own code on the event loop and catches what it throws. Netty would at best log the exception, and
 * the worker would go on although the code did not finish: without its port, without its pulse, or without leaving. Any
 * thread may call.
 */
final class LoopGuard {

    private static final Logger LOG = System.getLogger(LoopGuard.class.getName());

    private final EventExecutor loop;
    private final Consumer<Throwable> failed;

    /**
     * Runs work on this loop.
     *
     * @param failed told of everything that the work throws, on the loop
     */
    LoopGuard(EventExecutor loop, Consumer<Throwable> failed) {
        this.loop = loop;
        this.failed = failed;
    }

    /** Runs the action now. Called on the loop. */
    void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** The same action, which can be run anywhere and is guarded there. */
    Runnable guarded(Runnable action) {
        return () -> run(action);
    }

    /** Handles an exception that guarded code has caught itself. Called on the loop. */
    void failed(Throwable cause) {
        failed.accept(cause);
    }

    /** Runs the action on the loop. A loop that has ended refuses it; the process is about to end then. */
    void execute(Runnable action) {
        try {
            loop.execute(guarded(action));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the event loop has ended", e);
        }
    }

    /** Runs the action later. Called on the loop. */
    Future<?> schedule(Runnable action, long delayMs) {
        return loop.schedule(guarded(action), delayMs, TimeUnit.MILLISECONDS);
    }
}
