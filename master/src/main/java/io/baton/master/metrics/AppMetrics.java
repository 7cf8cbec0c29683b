package io.baton.master.metrics;

import io.baton.master.carried.CarriedCount;
import io.baton.master.carried.CarriedListenerTotals;
import io.baton.master.carried.CarriedTotals;
import io.baton.master.shared.SharedFigures;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.ListenerSnapshot;
import io.baton.master.totals.ApplicationTotals;
import io.baton.master.totals.Buckets;
import java.util.HashMap;
import java.util.Map;

/** Writes what the master itself has counted for one application. One thread at a time. */
final class AppMetrics {

    private static final String APP = "app";
    private static final String LISTENER = "listener";

    private final Families families;

    AppMetrics(Families families) {
        this.families = families;
    }

    void add(Scrape.App app) {
        String name = app.state().name();
        CarriedTotals totals = app.totals();
        totals.listeners().forEach(listener -> listener(name, listener));
        app.state().listeners().forEach(listener -> held(name, listener));
        families.histogram("baton_handoff_duration_seconds", "From the send of a connection to the worker's answer")
                .add(Buckets.handoffNanos(), totals.handoffs(), APP, name);
        families.histogram("baton_worker_ready_duration_seconds", "From the start of a worker until it is ready")
                .add(Buckets.startNanos(), totals.starts(), APP, name);
        families.histogram("baton_reload_duration_seconds", "Durations of reloads that succeeded")
                .add(Buckets.reloadNanos(), totals.reloads(), APP, name);
        families.gauge("baton_generation", "Generation of the application, which a reload raises")
                .add(app.state().generation(), APP, name);
        counts(name, totals);
        if (app.shared() != null) {
            shared(name, app.shared());
        }
        restarts(app.state());
    }

    private void listener(String app, CarriedListenerTotals one) {
        String[] labels = {APP, app, LISTENER, one.address()};
        families.counter("baton_connections_accepted", "Connections that the master has accepted")
                .add(one.accepted(), labels);
        families.counter("baton_connections_handed_over", "Connections that workers have accepted from the master")
                .add(one.handedOver(), labels);
        families.counter(
                        "baton_connections_redispatched",
                        "Connections that went to another worker because one refused them or died")
                .add(one.redispatched(), labels);
        families.counter("baton_hold_timeouts", "Connections that ended because no worker was ready in time")
                .add(one.timedOut(), labels);
        Family refused = families.counter("baton_connections_refused", "Connections that ended without a worker");
        refused.add(one.timedOut(), APP, app, LISTENER, one.address(), "reason", "hold_timeout");
        refused.add(one.refused(), APP, app, LISTENER, one.address(), "reason", "stop");
        Family migrated = families.counter(
                "baton_connections_migrated", "Connections that went from one worker to another, between two requests");
        migrated.add(one.leaving(), APP, app, LISTENER, one.address(), "reason", "leaving");
        migrated.add(one.byHand(), APP, app, LISTENER, one.address(), "reason", "by_hand");
        migrated.add(one.rebalance(), APP, app, LISTENER, one.address(), "reason", "rebalance");
    }

    private void shared(String app, SharedFigures figures) {
        families.gauge("baton_shared_keys", "Keys that workers share").add(figures.keys(), APP, app);
        families.gauge("baton_shared_bytes", "Bytes of keys and values that workers share")
                .add(figures.bytes(), APP, app);
        families.gauge("baton_shared_limit_bytes", "Bytes of memory for what workers share")
                .add(figures.limitBytes(), APP, app);
        families.counter("baton_shared_operations", "What workers asked of the state that they share")
                .add(figures.operations(), APP, app);
        families.counter("baton_shared_evicted", "Keys that gave way to others").add(figures.evicted(), APP, app);
        families.counter("baton_shared_expired", "Keys that were removed because their life was over")
                .add(figures.expired(), APP, app);
    }

    private void held(String app, ListenerSnapshot listener) {
        families.gauge("baton_connections_held", "Connections that wait for a worker")
                .add(listener.held(), APP, app, LISTENER, listener.address());
    }

    private void counts(String app, CarriedTotals totals) {
        Map<String, Long> counts = new HashMap<>();
        for (CarriedCount count : totals.counts()) {
            counts.put(count.what(), count.count());
        }
        Family exits = families.counter("baton_worker_exits", "Workers that have ended, by cause");
        for (ExitCause cause : ExitCause.values()) {
            exits.add(counts.getOrDefault(cause.counter(), 0L), APP, app, "cause", cause.label());
        }
        long failures = counts.getOrDefault(ApplicationTotals.FAILED_TEXTS, 0L);
        if (failures > 0) {
            families.counter(
                            "baton_application_metrics_failures", "Times that a worker's own metrics could not be used")
                    .add(failures, APP, app);
        }
        Family reloads = families.counter("baton_reloads", "Reloads that have ended, by result");
        reloads.add(counts.getOrDefault("reloads.done", 0L), APP, app, "result", "done");
        reloads.add(counts.getOrDefault("reloads.failed", 0L), APP, app, "result", "failed");
    }

    private void restarts(GroupSnapshot state) {
        families.gauge("baton_workers_wanted", "How many workers there are to be")
                .add(state.declaredWorkers(), APP, state.name());
    }
}
