package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import java.util.function.Consumer;

/**
 * When one worker counts as ready. A worker of ours is when it listens; a Node program is then too, and if it has other work:
 * when it has not listened for a while, unless it wanted to and could not, or the worker before it in its seat did. The
 * conductor's.
 */
final class Readiness {

    /** As long as pm2 waits (listen_timeout). */
    private static final long LISTENS_WITHIN_MS = 3_000;

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Consumer<String> whenReady;

    private boolean java;
    private boolean listened;
    private boolean couldNotListen;
    private boolean hasToListen;
    private long sinceNanos;

    /**
     * Of a worker that was just started.
     *
     * @param whenReady called with the reason, as often as there is one
     */
    Readiness(Clock clock, Consumer<String> whenReady) {
        this.clock = clock;
        this.whenReady = whenReady;
    }

    /** It is online. */
    void online(boolean isJava) {
        java = isJava;
        clock.after(LISTENS_WITHIN_MS, () -> {
            if (!hasToListen) {
                readyIfItHasOtherWork();
            }
        });
    }

    /** It listens. */
    void listens() {
        listened = true;
        whenReady.accept("listens");
    }

    /** It asked to listen, and may or may not. */
    void answered(boolean mayListen) {
        couldNotListen = !mayListen;
    }

    /** The worker before it listened. */
    void hasToListen() {
        hasToListen = true;
    }

    /** It had its time. */
    void isOverdue() {
        readyIfItHasOtherWork();
    }

    /** It is ready from now on. */
    void begins() {
        sinceNanos = clock.nanoTime();
    }

    /** Whether it listened somewhere, if only for a moment. */
    boolean listened() {
        return listened;
    }

    /** Whether it ever was ready. */
    boolean ever() {
        return sinceNanos != 0;
    }

    /** How long it has been ready, or was; 0 if it never was. */
    long forMs() {
        return sinceNanos == 0 ? 0 : (clock.nanoTime() - sinceNanos) / NANOS_PER_MS;
    }

    private void readyIfItHasOtherWork() {
        if (!java && !couldNotListen) {
            whenReady.accept("runs, without listening");
        }
    }
}
