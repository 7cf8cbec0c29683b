package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.worker.WorkerHandle;
import org.jspecify.annotations.Nullable;

/**
 * The first worker of a new generation has to live for a while before the generation counts as one that works. One of each
 * reload. Conductor thread only.
 */
final class Trial {

    private final Clock clock;
    private final long ms;
    private final Runnable whenPassed;

    private @Nullable WorkerHandle worker;
    private boolean passed;

    /**
     * A trial that has not begun.
     *
     * @param ms from the worker's being ready; 0 if that alone is enough
     * @param whenPassed called once
     */
    Trial(Clock clock, long ms, Runnable whenPassed) {
        this.clock = clock;
        this.ms = ms;
        this.whenPassed = whenPassed;
    }

    /** Whether a worker has lived for long enough. */
    boolean isPassed() {
        return passed;
    }

    /** The worker on trial; null if there is none. */
    @Nullable
    WorkerHandle worker() {
        return worker;
    }

    /** A worker of the generation is ready. */
    void begin(WorkerHandle first) {
        if (passed) {
            return;
        }
        worker = first;
        if (ms == 0) {
            pass(first);
        } else {
            clock.after(ms, () -> pass(first));
        }
    }

    /** The worker on trial leaves, and was told to: the next one begins anew. */
    void voidFor(WorkerHandle leaver) {
        if (leaver == worker) {
            worker = null;
        }
    }

    private void pass(WorkerHandle tried) {
        if (tried == worker && !passed) {
            passed = true;
            worker = null;
            whenPassed.run();
        }
    }
}
