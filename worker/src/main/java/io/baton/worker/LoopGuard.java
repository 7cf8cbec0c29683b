package io.baton.worker;

import io.netty.util.concurrent.EventExecutor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Answers for what a worker's own code throws on the event loop. Netty logs such an exception at best, and the worker would
 * go on without whatever the code was about to do: bind its port, beat, leave. Any thread may call.
 */
final class LoopGuard {

    private static final Logger LOG = System.getLogger(LoopGuard.class.getName());

    private final EventExecutor loop;
    private final Consumer<Throwable> failed;

    /** Tells {@code failed} of everything that is thrown, on the loop. */
    LoopGuard(EventExecutor loop, Consumer<Throwable> failed) {
        this.loop = loop;
        this.failed = failed;
    }

    /** Runs the action now. On the loop. */
    void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** The same action, guarded whenever it runs. */
    Runnable guarded(Runnable action) {
        return () -> run(action);
    }

    /** As {@link #run} with an action that threw this. */
    void failed(Throwable cause) {
        failed.accept(cause);
    }

    /** Runs the action on the loop. One that has ended takes nothing; the process is about to end then. */
    void execute(Runnable action) {
        try {
            loop.execute(guarded(action));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the event loop has ended", e);
        }
    }

    /** Runs the action later. On the loop. */
    Future<?> schedule(Runnable action, long delayMs) {
        return loop.schedule(guarded(action), delayMs, TimeUnit.MILLISECONDS);
    }
}
