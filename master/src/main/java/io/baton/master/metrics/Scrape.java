package io.baton.master.metrics;

import io.baton.master.carried.CarriedTotals;
import io.baton.master.shared.SharedFigures;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.totals.ApplicationTotals;
import io.baton.master.totals.ProcessTotals;
import io.baton.master.totals.Totals;
import io.baton.master.totals.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All numbers of a master at one moment, copied on the conductor, to be written by another thread.
 *
 * @param master its state
 * @param apps the numbers of each application
 * @param lagNanos how late the conductor was
 */
record Scrape(MasterSnapshot master, List<App> apps, long lagNanos) {

    /**
     * The numbers of one application.
     *
     * @param state of it
     * @param totals what was counted, without what living workers have
     * @param living its workers
     * @param shared what its workers share; null for nothing
     */
    record App(
            GroupSnapshot state, CarriedTotals totals, Map<Integer, Worker> living, @Nullable SharedFigures shared) {}

    /** The numbers of one worker. Immutable. */
    static final class Worker {

        private final long[] figures;
        private final boolean counts;
        private final long cpuMs;
        private final int threads;
        private final long residentBytes;

        /** Copies what is known of a worker now, and looks at its process. */
        Worker(ProcessTotals process) {
            Usage usage = process.look();
            figures = process.figures().clone();
            counts = process.counts();
            cpuMs = usage.cpuMs();
            threads = usage.threads();
            residentBytes = usage.residentBytes();
        }

        /** One of {@link io.baton.protocol.Figures}. */
        long figure(int index) {
            return figures[index];
        }

        /** Whether it says how many requests it has answered. */
        boolean counts() {
            return counts;
        }

        long cpuMs() {
            return cpuMs;
        }

        int threads() {
            return threads;
        }

        long residentBytes() {
            return residentBytes;
        }
    }

    /** The numbers now. On the conductor. */
    static Scrape of(MasterSnapshot master, Totals totals, long lagNanos, Map<String, SharedFigures> shared) {
        List<App> apps = new ArrayList<>();
        for (GroupSnapshot group : master.groups()) {
            ApplicationTotals counted = totals.of(group.name());
            Map<Integer, Worker> living = new HashMap<>();
            for (ProcessTotals process : counted.living()) {
                living.put(process.pid(), new Worker(process));
            }
            apps.add(new App(group, counted.carried(), living, shared.get(group.name())));
        }
        return new Scrape(master, apps, lagNanos);
    }
}
