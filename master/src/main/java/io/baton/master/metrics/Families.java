package io.baton.master.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics of one page, by name. One thread at a time. */
final class Families {

    private final Map<String, Family> byName = new LinkedHashMap<>();

    Family counter(String name, String help) {
        return family(Family.Kind.COUNTER, name, help);
    }

    Family info(String name, String help) {
        return family(Family.Kind.INFO, name, help);
    }

    Family gauge(String name, String help) {
        return family(Family.Kind.GAUGE, name, help);
    }

    Family histogram(String name, String help) {
        return family(Family.Kind.HISTOGRAM, name, help);
    }

    private Family family(Family.Kind kind, String name, String help) {
        return byName.computeIfAbsent(name, unused -> new Family(kind, name, help));
    }

    /** All of them that have time series. */
    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        byName.values().stream()
                .filter(family -> !family.isEmpty())
                .forEach(family -> all.metricSnapshot(family.snapshot()));
        return all.build();
    }
}
