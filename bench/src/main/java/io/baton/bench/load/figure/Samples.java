package io.baton.bench.load.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the values of a scenario, round by round, and keeps contenders and metrics in the order they first came. */
public final class Samples {

    private record Key(String contender, String metric, String unit) {}

    private final String scenario;
    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    /** Of one scenario, none yet. */
    public Samples(String scenario) {
        this.scenario = scenario;
    }

    /** Adds what one run said. */
    public void add(String contender, String metric, String unit, double value) {
        values.computeIfAbsent(new Key(contender, metric, unit), key -> new ArrayList<>())
                .add(value);
    }

    /** Adds how many there were in one run. */
    public void addCount(String contender, String metric, long count) {
        add(contender, metric, "", (double) count);
    }

    /** One figure for each contender and metric. */
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        values.forEach((key, list) ->
                all.add(new Measurement(scenario, key.contender(), key.metric(), key.unit(), Summary.of(list))));
        return all;
    }
}
