package io.baton.bench.load.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * The results of a scenario.
 *
 * @param measurements figures for tables
 * @param timelines requests one by one, where a plot needs them
 * @param skipped the contenders that were left out, each with the reason
 */
public record Findings(List<Measurement> measurements, List<Timeline> timelines, List<String> skipped) {

    /** Figures without a timeline. */
    public static Findings of(List<Measurement> measurements, List<String> skipped) {
        return new Findings(measurements, List.of(), skipped);
    }

    /** Nothing yet. */
    public static Findings none() {
        return new Findings(List.of(), List.of(), List.of());
    }

    /** Both together, in order. */
    public Findings and(Findings more) {
        return new Findings(
                joined(measurements, more.measurements),
                joined(timelines, more.timelines),
                joined(skipped, more.skipped));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
