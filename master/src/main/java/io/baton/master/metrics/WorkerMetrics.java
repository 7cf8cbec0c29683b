package io.baton.master.metrics;

import io.baton.master.carried.CarriedSlotTotals;
import io.baton.master.carried.CarriedTotals;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.protocol.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what the workers of one application have counted and use. Dead ones count too. One thread at a time. */
final class WorkerMetrics {

    private static final double MS_PER_SECOND = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String APP = "app";
    private static final String[] STATES = {
        "launching", "online", "draining", "stopping", "spare", "waiting_restart", "errored", "stopped"
    };
    private static final int CLASSES = 5;

    private final Families families;

    WorkerMetrics(Families families) {
        this.families = families;
    }

    void add(Scrape.App app) {
        states(app.state());
        slots(app);
        requests(app);
    }

    private void states(GroupSnapshot state) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String one : STATES) {
            counts.put(one, 0);
        }
        for (SlotSnapshot slot : state.slots()) {
            if (slot.worker() == null) {
                count(counts, ofEmpty(slot.state()));
            }
            processes(slot).forEach(worker -> count(counts, inWords(worker)));
        }
        for (SlotSnapshot slot : state.spares()) {
            @Nullable WorkerSnapshot worker = slot.worker();
            count(counts, worker != null && inWords(worker).equals("online") ? "spare" : "launching");
        }
        state.leaving().forEach(slot -> processes(slot).forEach(worker -> count(counts, inWords(worker))));
        Family family = families.gauge("baton_workers", "Workers by state");
        counts.forEach((word, count) -> family.add(count, APP, state.name(), "state", word));
    }

    private static void count(Map<String, Integer> counts, String state) {
        counts.merge(state, 1, Integer::sum);
    }

    private static String ofEmpty(SlotState state) {
        return switch (state) {
            case BACKOFF -> "waiting_restart";
            case ERRORED -> "errored";
            case STOPPED -> "stopped";
            case RUNNING, REPLACING, SPARE -> "launching";
        };
    }

    private static String inWords(WorkerSnapshot worker) {
        return switch (worker.state()) {
            case STARTING, ONLINE -> "launching";
            case READY -> "online";
            case DRAINING -> "draining";
            case STOPPING, KILLING, EXITED -> "stopping";
        };
    }

    private static List<WorkerSnapshot> processes(SlotSnapshot slot) {
        List<WorkerSnapshot> all = new ArrayList<>(slot.leaving());
        if (slot.worker() != null) {
            all.add(slot.worker());
        }
        if (slot.successor() != null) {
            all.add(slot.successor());
        }
        return all;
    }

    private void slots(Scrape.App app) {
        Map<Integer, CarriedSlotTotals> gone = new TreeMap<>();
        app.totals().slots().forEach(one -> gone.put(one.slot(), one));
        List<SlotSnapshot> all = new ArrayList<>(app.state().slots());
        all.addAll(app.state().leaving());
        for (SlotSnapshot slot : all) {
            CarriedSlotTotals before = gone.remove(slot.slot());
            slot(app, slot, before == null ? new CarriedSlotTotals(slot.slot(), 0, 0) : before);
        }
        // What slots have used that are no more; number 0 has processes that never had a slot.
        gone.values().stream()
                .filter(one -> one.slot() > 0)
                .forEach(one -> time(app, one.slot(), one.cpuMs(), one.gcMs()));
    }

    private void slot(Scrape.App app, SlotSnapshot slot, CarriedSlotTotals gone) {
        String[] labels = {APP, app.state().name(), "slot", String.valueOf(slot.slot())};
        long cpuMs = gone.cpuMs();
        long gcMs = gone.gcMs();
        long resident = 0;
        long heap = 0;
        long lag = 0;
        int threads = 0;
        int open = 0;
        boolean measured = false;
        for (WorkerSnapshot worker : processes(slot)) {
            Scrape.Worker process = app.living().get(worker.pid());
            open += Math.max(0, worker.open());
            if (process != null) {
                cpuMs += process.cpuMs();
                gcMs += process.figure(Figures.GC_MS);
                resident += process.residentBytes();
                threads += process.threads();
                heap += process.figure(Figures.HEAP);
                lag = Math.max(lag, process.figure(Figures.LAG));
                measured |= process.figure(Figures.MADE) != 0;
            }
        }
        time(app, slot.slot(), cpuMs, gcMs);
        families.gauge("baton_connections_open", "Connections that workers have open, as they said last")
                .add(open, labels);
        families.gauge("baton_worker_resident_memory_bytes", "Resident memory of the processes in the slot")
                .add(resident, labels);
        families.gauge("baton_worker_threads", "Threads of the processes in the slot")
                .add(threads, labels);
        if (measured) {
            families.gauge("baton_worker_heap_used_bytes", "Heap in use of the workers in the slot")
                    .add(heap, labels);
            families.gauge(
                            "baton_worker_loop_lag_seconds",
                            "How late the event loop of the worker was in the last second")
                    .add(lag / NANOS_PER_SECOND, labels);
        }
    }

    private void time(Scrape.App app, int slot, long cpuMs, long gcMs) {
        String[] labels = {APP, app.state().name(), "slot", String.valueOf(slot)};
        families.counter("baton_worker_cpu_seconds", "Processor time of all processes that were in the slot")
                .add(cpuMs / MS_PER_SECOND, labels);
        if (isMeasured(app)) {
            families.counter("baton_worker_gc_seconds", "Time that garbage collectors took in the slot")
                    .add(gcMs / MS_PER_SECOND, labels);
        }
    }

    private void requests(Scrape.App app) {
        long[] sums = sums(app);
        boolean counts = app.living().values().stream().anyMatch(Scrape.Worker::counts) || sums[Figures.UNCLASSED] > 0;
        if (app.state().kind().equals("node") && !counts) {
            return;
        }
        String name = app.state().name();
        Family requests = families.counter("baton_http_requests", "Requests that workers have answered");
        requests.add(sums[Figures.UNCLASSED], APP, name, "code", "unknown");
        if (!isMeasured(app)) {
            return;
        }
        for (int statusClass = 1; statusClass <= CLASSES; statusClass++) {
            answers(name, sums, statusClass, requests);
        }
        families.gauge("baton_computations_running", "Computations that have a thread")
                .add(now(app, Figures.RUNNING), APP, name);
        families.gauge("baton_computations_waiting", "Computations that wait for a thread")
                .add(now(app, Figures.WAITING), APP, name);
        families.counter("baton_http_request_bytes", "Bytes of requests, as far as workers count them")
                .add(sums[Figures.RECEIVED], APP, name);
        families.counter("baton_http_response_bytes", "Bytes of answers, as far as workers count them")
                .add(sums[Figures.SENT], APP, name);
    }

    /** Whether its workers say more than how many requests they have answered, or did. */
    private static boolean isMeasured(Scrape.App app) {
        boolean measured =
                app.totals().gone().size() > Figures.SENT && app.totals().gone().get(Figures.SENT) > 0;
        for (Scrape.Worker process : app.living().values()) {
            measured |= process.figure(Figures.MADE) != 0;
        }
        return measured;
    }

    private void answers(String app, long[] sums, int statusClass, Family requests) {
        String code = statusClass + "xx";
        long[] bounds = new long[Figures.buckets() - 1];
        long[] counts = new long[Figures.buckets()];
        long all = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] = sums[Figures.block(statusClass) + bucket];
            all += counts[bucket];
            if (bucket < bounds.length) {
                bounds[bucket] = Figures.boundNanos(bucket);
            }
        }
        requests.add(all, APP, app, "code", code);
        families.histogram("baton_http_request_duration_seconds", "From the end of a request's head to its answer")
                .add(bounds, counts, sums[Figures.sum(statusClass)], APP, app, "code", code);
    }

    private static long now(Scrape.App app, int figure) {
        return app.living().values().stream()
                .mapToLong(process -> process.figure(figure))
                .sum();
    }

    private static long[] sums(Scrape.App app) {
        CarriedTotals totals = app.totals();
        long[] sums = new long[Figures.LENGTH];
        for (int i = 0; i < sums.length && i < totals.gone().size(); i++) {
            sums[i] = totals.gone().get(i);
        }
        for (Scrape.Worker process : app.living().values()) {
            for (int i = Figures.FIRST_COUNTER; i < sums.length; i++) {
                sums[i] += process.figure(i);
            }
        }
        return sums;
    }
}
