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

    private static final long LOOK_MS = 100;
    private static final int LOOKS_PER_BEAT = 10;

    private final PrimaryProxy primary;
    private final Supplier<Load> currentLoad;
    private final Connections connections;

    private int open;
    private Load load = Load.UNKNOWN;
    private int silentLooks;

    private Pulse(PrimaryProxy primary, Supplier<Load> currentLoad, Connections connections) {
        this.primary = primary;
        this.currentLoad = currentLoad;
        this.connections = connections;
    }

    /** Begins to beat, until the loop ends. */
    static void start(EventExecutor loop, PrimaryProxy primary, Supplier<Load> currentLoad, Connections connections) {
        Pulse pulse = new Pulse(primary, currentLoad, connections);
        Future<?> unused = loop.scheduleWithFixedDelay(pulse::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Load now = currentLoad.get();
        boolean changed = connections.size() != open
                || now.running() + now.waiting() != load.running() + load.waiting()
                || now.threads() != load.threads();
        if (changed || ++silentLooks >= LOOKS_PER_BEAT) {
            silentLooks = 0;
            open = connections.size();
            load = now;
            primary.stats(open, load.running() + load.waiting(), load.threads());
        }
    }
}
