package io.baton.master.exposition;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes one metric of the samples that belong to it. One thread at a time. */
final class FamilyBuilder {

    private final String name;
    private final MetricType type;
    private final Declaration declared;
    private final Map<String, PointBuilder> points = new LinkedHashMap<>();

    /**
     * A metric without samples.
     *
     * @param name as {@link MetricFamily#name}
     */
    FamilyBuilder(String name, MetricType type, Declaration declared) {
        this.name = name;
        this.type = type;
        this.declared = declared;
    }

    /** Adds a sample whose name ends so behind that of the metric. */
    void add(SampleLine sample, String ending) throws ExpositionException {
        points.computeIfAbsent(sample.labels(), unused -> new PointBuilder(type))
                .add(sample, ending);
    }

    MetricFamily build() throws ExpositionException {
        Map<String, Point> built = new LinkedHashMap<>();
        for (Map.Entry<String, PointBuilder> one : points.entrySet()) {
            built.put(one.getKey(), one.getValue().build(name, one.getKey()));
        }
        return new MetricFamily(name, type, declared.help(), declared.unit(), built);
    }
}
