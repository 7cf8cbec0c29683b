package io.baton.worker;

import io.baton.worker.net.Connections;
import io.baton.worker.spi.Load;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells the master how busy this worker is, when that changed and otherwise once a second. It beats on the event loop, so
 * that a master which hears nothing knows that the loop does not turn. The event loop's.
 */
final class Pulse {

    private static final long BEAT_MS = 1000;
    private static final long LOOK_MS = 50;

    private final EventExecutor loop;
    private final PrimaryProxy primary;
    private final Supplier<Load> currentLoad;
    private final Connections connections;
    private final Runnable looking = this::look;

    private int open;
    private Load load = Load.UNKNOWN;
    private long silentMs;
    private long waitMs;
    private Future<?> nextLook;

    private Pulse(EventExecutor loop, PrimaryProxy primary, Supplier<Load> currentLoad, Connections connections) {
        this.loop = loop;
        this.primary = primary;
        this.currentLoad = currentLoad;
        this.connections = connections;
        this.nextLook = loop.submit(looking);
    }

    /** Begins to beat, until the loop ends. */
    static void start(EventExecutor loop, PrimaryProxy primary, Supplier<Load> currentLoad, Connections connections) {
        Pulse pulse = new Pulse(loop, primary, currentLoad, connections);
        connections.whenFirst(pulse::hurry);
    }

    /** There is a connection again, and with it there may be computations: looks more often than it beats. */
    private void hurry() {
        if (waitMs > LOOK_MS && nextLook.cancel(false)) {
            waitMs = LOOK_MS;
            nextLook = loop.schedule(looking, LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        Load now = currentLoad.get();
        boolean changed = connections.size() != open
                || now.running() + now.waiting() != load.running() + load.waiting()
                || now.threads() != load.threads();
        if (changed || silentMs >= BEAT_MS) {
            silentMs = 0;
            open = connections.size();
            load = now;
            primary.stats(open, load);
        }
        waitMs = open == 0 ? BEAT_MS : LOOK_MS;
        silentMs += waitMs;
        nextLook = loop.schedule(looking, waitMs, TimeUnit.MILLISECONDS);
    }
}
