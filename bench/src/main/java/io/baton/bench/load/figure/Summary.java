package io.baton.bench.load.figure;

import java.util.List;

/**
 * The values of several runs, summed up by their median. A mean would follow the outliers of a shared machine, which show in
 * {@code min} and {@code max} here.
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
