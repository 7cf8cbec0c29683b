package io.baton.worker;

import io.baton.worker.net.Connections;
import io.baton.worker.spi.Load;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the master how busy this worker is: when that has changed, and otherwise once a second. It beats on the event
 * loop, so that a master that hears no beat knows that the loop is stuck. Owned by the event loop.
 */
final class Pulse {

    private static final long BEAT_MS = 1000;
    private static final long LOOK_MS = 50;

    private final LoopGuard loop;
    private final PrimaryProxy primary;
    private final Supplier<Load> currentLoad;
    private final Connections connections;
    private final @Nullable Gauges gauges;
    private final Runnable looking = this::look;

    private int open;
    private Load load = Load.UNKNOWN;
    private long silentMs;
    private long waitMs;
    private @Nullable Future<?> nextLook;

    private Pulse(
            LoopGuard loop,
            PrimaryProxy primary,
            Supplier<Load> currentLoad,
            Connections connections,
            @Nullable Gauges gauges) {
        this.loop = loop;
        this.primary = primary;
        this.currentLoad = currentLoad;
        this.connections = connections;
        this.gauges = gauges;
    }

    /** Begins to beat, until the loop ends. */
    static void start(
            LoopGuard loop,
            PrimaryProxy primary,
            Supplier<Load> currentLoad,
            Connections connections,
            @Nullable Gauges gauges) {
        Pulse pulse = new Pulse(loop, primary, currentLoad, connections, gauges);
        loop.run(pulse.looking);
        connections.whenFirst(pulse::hurry);
    }

    /** The first connection is open, and may start computations: look more often than once a beat. */
    private void hurry() {
        if (waitMs > LOOK_MS && nextLook != null && nextLook.cancel(false)) {
            waitMs = LOOK_MS;
            next();
        }
    }

    private void next() {
        if (gauges != null) {
            gauges.expectIn(waitMs);
        }
        nextLook = loop.schedule(looking, waitMs);
    }

    /**
     * The next look is scheduled first. A failure after that does not end the pulse, without which the master would
     * kill the worker.
     */
    private void look() {
        if (gauges != null) {
            gauges.arrives();
        }
        silentMs += waitMs;
        waitMs = connections.size() == 0 ? BEAT_MS : LOOK_MS;
        next();
        Load now = currentLoad.get();
        if (gauges != null) {
            gauges.write(connections.size(), now);
        }
        boolean changed = connections.size() != open
                || now.running() + now.waiting() != load.running() + load.waiting()
                || now.threads() != load.threads();
        if (changed || silentMs >= BEAT_MS) {
            silentMs = 0;
            open = connections.size();
            load = now;
            primary.stats(open, load);
        }
    }
}
