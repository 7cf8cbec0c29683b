package io.baton.worker;

import io.baton.protocol.Figures;
import io.baton.worker.spi.Load;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes into the {@link OwnFigures} what nothing else counts: at each look how busy the worker is, once a second what the JVM
 * uses. Owned by the event loop.
 */
final class Gauges {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OwnFigures figures;

    private volatile List<GarbageCollectorMXBean> collectors = List.of();

    private long dueNanos;
    private long writtenNanos;
    private long worstLagNanos;

    Gauges(OwnFigures figures) {
        this.figures = figures;
        this.writtenNanos = System.nanoTime() - PERIOD_NANOS;
    }

    /** Loads what knows the collectors, which takes too long for the event loop. Another thread calls. */
    void prepare() {
        collectors = ManagementFactory.getGarbageCollectorMXBeans();
    }

    /** The master may read from here on. */
    void begin() {
        figures.begin();
        writtenNanos = System.nanoTime() - PERIOD_NANOS;
    }

    /** The next look is in so many milliseconds. */
    void expectIn(long ms) {
        dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /** The look that was expected begins. */
    void arrives() {
        worstLagNanos = Math.max(worstLagNanos, dueNanos == 0 ? 0 : System.nanoTime() - dueNanos);
    }

    /** Writes what is known at a look. */
    void write(int open, Load load) {
        long now = System.nanoTime();
        figures.set(Figures.OPEN, open);
        figures.set(Figures.RUNNING, load.running());
        figures.set(Figures.WAITING, load.waiting());
        if (now - writtenNanos >= PERIOD_NANOS) {
            writtenNanos = now;
            Runtime runtime = Runtime.getRuntime();
            figures.set(Figures.HEAP, runtime.totalMemory() - runtime.freeMemory());
            figures.set(Figures.LAG, worstLagNanos);
            figures.set(Figures.GC_MS, collectorMs());
            worstLagNanos = 0;
        }
    }

    private long collectorMs() {
        long ms = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            ms += Math.max(0, collector.getCollectionTime());
        }
        return ms;
    }
}
