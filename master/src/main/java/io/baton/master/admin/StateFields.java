package io.baton.master.admin;

import io.baton.master.history.Recent;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.ListenerSnapshot;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.WorkerSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What the page for people shows of a master, once a second: less than a snapshot has. */
final class StateFields {

    private StateFields() {}

    /**
     * The fields of a state whose workers were measured.
     *
     * @param memoryBytes the resident memory of the master itself
     * @param recent what failed lately
     */
    static Map<String, Object> of(MasterSnapshot state, long memoryBytes, Recent recent) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("atMs", state.startedAtMs() + state.ageMs());
        fields.put("pid", state.pid());
        fields.put("version", state.version());
        fields.put("ageMs", state.ageMs());
        fields.put("memory", memoryBytes);
        fields.put("failed", recent.failed());
        fields.put("watchedMs", recent.watchedMs());
        fields.put("notices", state.notices());
        fields.put("apps", state.groups().stream().map(StateFields::group).toList());
        return fields;
    }

    private static Map<String, Object> group(GroupSnapshot group) {
        List<Map<String, Object>> slots = new ArrayList<>();
        group.slots().forEach(slot -> slots.add(slot(slot, "slot")));
        group.spares().forEach(slot -> slots.add(slot(slot, "spare")));
        group.leaving().forEach(slot -> slots.add(slot(slot, "leaving")));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", group.name());
        fields.put("state", group.state().inWords());
        fields.put("generation", group.generation());
        fields.put("mode", group.mode());
        fields.put("kind", group.kind());
        fields.put("workers", group.declaredWorkers());
        fields.put(
                "listeners",
                group.listeners().stream().map(ListenerSnapshot::address).toList());
        fields.put(
                "held",
                group.listeners().stream().mapToInt(ListenerSnapshot::held).sum());
        fields.put("slots", slots);
        return fields;
    }

    private static Map<String, Object> slot(SlotSnapshot slot, String role) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", slot.name());
        fields.put("slot", slot.slot());
        fields.put("role", role);
        fields.put("state", slot.state().name().toLowerCase(Locale.ROOT));
        fields.put("restarts", slot.restarts());
        fields.put("lastExit", slot.lastExit());
        fields.put(
                "workers",
                Stream.concat(Stream.of(slot.worker(), slot.successor()), slot.leaving().stream())
                        .filter(Objects::nonNull)
                        .map(StateFields::worker)
                        .toList());
        return fields;
    }

    private static Map<String, Object> worker(WorkerSnapshot worker) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pid", worker.pid());
        fields.put("state", worker.state().name().toLowerCase(Locale.ROOT));
        fields.put("generation", worker.generation());
        fields.put("ageMs", worker.ageMs());
        fields.put("open", worker.open());
        fields.put("cpu", worker.cpuPercent());
        fields.put("memory", worker.memoryBytes());
        fields.put("rps", worker.requestsPerSecond());
        return fields;
    }
}
