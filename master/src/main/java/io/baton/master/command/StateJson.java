package io.baton.master.command;

import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Slot;
import io.baton.master.client.Worker;
import io.baton.master.table.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of a daemon for programs: snake_case, milliseconds and bytes as numbers, moments in UTC. */
final class StateJson {

    private StateJson() {}

    /** The document of {@code list}. */
    static Map<String, @Nullable Object> of(Daemon daemon) {
        Map<String, @Nullable Object> document = Json.document();
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("pid", daemon.pid());
        about.put("version", daemon.version());
        about.put("home", daemon.home());
        about.put("foreground", daemon.foreground());
        about.put("age_ms", daemon.ageMs());
        about.put("started_at", moment(daemon.startedAtMs()));
        about.put("last_seq", daemon.lastSeq());
        about.put("notices", daemon.notices());
        document.put("daemon", about);
        List<Object> apps = new ArrayList<>();
        for (App app : daemon.apps()) {
            apps.add(of(app));
        }
        document.put("applications", apps);
        return document;
    }

    /** One application. */
    static Map<String, @Nullable Object> of(App app) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", app.name());
        json.put("state", app.state().toLowerCase(java.util.Locale.ROOT));
        json.put("generation", app.generation());
        json.put("mode", app.mode());
        json.put("kind", app.kind());
        json.put("file", app.file());
        json.put("directory", app.directory());
        json.put("declared_workers", app.declaredWorkers());
        List<Object> listeners = new ArrayList<>();
        for (App.Listener listener : app.listeners()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("address", listener.address());
            one.put("workers", listener.workers());
            one.put("held", listener.held());
            one.put("moved", listener.moved().json());
            listeners.add(one);
        }
        json.put("listeners", listeners);
        List<Object> workers = new ArrayList<>();
        for (Line line : Line.of(app)) {
            workers.add(of(line));
        }
        for (Slot slot : app.isStopped() ? app.slots() : List.<Slot>of()) {
            workers.add(of(new Line(app, slot, null, Status.STOPPED)));
        }
        json.put("workers", workers);
        return json;
    }

    /** One worker, or an empty slot. */
    static Map<String, @Nullable Object> of(Line line) {
        Slot slot = line.slot();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", slot.id() < 0 ? null : slot.id());
        json.put("name", slot.name());
        json.put("slot", slot.number());
        json.put("status", line.status().word());
        json.put("restarts", slot.restarts());
        json.put("next_start_ms", slot.nextStartMs() < 0 ? null : slot.nextStartMs());
        json.put("last_exit", slot.lastExit());
        json.put("last_exit_at", moment(slot.lastExitAtMs()));
        json.put("out_log", slot.outLog());
        json.put("err_log", slot.errLog());
        Worker worker = line.worker();
        json.put("pid", worker == null ? null : worker.pid());
        if (worker != null) {
            json.put("generation", worker.generation());
            json.put("uptime_ms", line.uptimeMs());
            json.put("age_ms", worker.ageMs());
            json.put("started_at", moment(worker.startedAtMs()));
            json.put("cpu_percent", worker.cpuPercent() < 0 ? null : worker.cpuPercent());
            json.put("memory_bytes", worker.memoryBytes());
            json.put("threads", worker.threads());
            json.put("connections", worker.open() < 0 ? null : worker.open());
            json.put("in_flight", worker.inFlight());
            json.put("accepted", worker.accepted());
            json.put("requests", worker.requests());
            json.put("requests_per_second", worker.requestsPerSecond() < 0 ? null : worker.requestsPerSecond());
        }
        return json;
    }

    private static @Nullable String moment(long epochMs) {
        return epochMs == 0 ? null : Moment.utc(epochMs);
    }
}
