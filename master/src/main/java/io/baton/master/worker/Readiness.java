package io.baton.master.worker;

import io.baton.master.carried.CarriedReadiness;
import io.baton.master.conductor.Clock;
import java.util.function.Consumer;

/**
 * Decides when one worker is ready. Every worker is ready when it listens. A Node program may have other work: it is also
 * ready when it has run for three seconds. That does not hold if it asked to listen and could not, or if the worker before it
 * in its slot listened. Conductor thread only.
 */
final class Readiness {

    /** The time that pm2 waits, too (listen_timeout). */
    private static final long LISTENS_WITHIN_MS = 3_000;

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Consumer<String> whenReady;

    private boolean alwaysListens;
    private boolean listened;
    private boolean couldNotListen;
    private boolean hasToListen;
    private long sinceNanos;

    /**
     * The worker was just started.
     *
     * @param whenReady called with the reason; may be called again when the worker is ready already
     */
    Readiness(Clock clock, Consumer<String> whenReady) {
        this.clock = clock;
        this.whenReady = whenReady;
    }

    /**
     * The worker is online.
     *
     * @param alwaysListens whether it is not ready in any other way
     */
    void online(boolean alwaysListens) {
        this.alwaysListens = alwaysListens;
        clock.after(LISTENS_WITHIN_MS, () -> {
            if (!hasToListen) {
                readyIfItHasOtherWork();
            }
        });
    }

    /** The worker was in the former image of this master. */
    void goOn(CarriedReadiness carried) {
        listened = carried.listened();
        couldNotListen = carried.couldNotListen();
        hasToListen = carried.hasToListen();
        sinceNanos = carried.sinceNanos();
    }

    /** What the next image of this master goes on with. */
    CarriedReadiness carried() {
        return new CarriedReadiness(listened, couldNotListen, hasToListen, sinceNanos);
    }

    /** The worker listens. */
    void listens() {
        listened = true;
        whenReady.accept("listens");
    }

    /** The worker asked to listen, and was told whether it may. */
    void answered(boolean mayListen) {
        couldNotListen = !mayListen;
    }

    /** The worker before it in its slot listened. */
    void hasToListen() {
        hasToListen = true;
    }

    /** The time to become ready is over. */
    void isOverdue() {
        readyIfItHasOtherWork();
    }

    /** The worker is ready from now on. */
    void begins() {
        sinceNanos = clock.nanoTime();
    }

    /** Whether the worker listened somewhere, if only for a moment. */
    boolean listened() {
        return listened;
    }

    /** Whether the worker ever was ready. */
    boolean ever() {
        return sinceNanos != 0;
    }

    /** How long the worker has been ready, or was; 0 if it never was. */
    long forMs() {
        return sinceNanos == 0 ? 0 : (clock.nanoTime() - sinceNanos) / NANOS_PER_MS;
    }

    private void readyIfItHasOtherWork() {
        if (!alwaysListens && !couldNotListen) {
            whenReady.accept("runs, without listening");
        }
    }
}
