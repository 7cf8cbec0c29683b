package io.baton.bench.load.figure;

import java.util.List;

/**
 * What several runs said of one thing. The median and not the mean: on a shared machine the odd run is an outlier, and it
 * shows in {@code min} and {@code max}.
 *
 * @param values in the order they were measured
 */
public record Summary(double median, double min, double max, List<Double> values) {

    /** Of one value or more. */
    public static Summary of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: none (expected: >= 1)");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Summary(median, sorted.get(0), sorted.get(sorted.size() - 1), List.copyOf(values));
    }
}
