package io.baton.master.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** One metric with all its time series, while it is filled. One thread at a time. */
final class Family {

    private static final double NANOS_PER_SECOND = 1e9;

    /** What its numbers mean. */
    enum Kind {
        COUNTER,
        GAUGE,
        /** Always 1: only its labels say something. */
        INFO,
        HISTOGRAM
    }

    private final Kind kind;
    private final String name;
    private final String help;
    private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
    private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
    private final List<InfoDataPointSnapshot> infos = new ArrayList<>();
    private final List<HistogramDataPointSnapshot> histograms = new ArrayList<>();

    /** @param name of a counter without {@code _total} */
    Family(Kind kind, String name, String help) {
        this.kind = kind;
        this.name = name;
        this.help = help;
    }

    /** The only time series of what says something by its labels. */
    void addInfo(String... labels) {
        infos.add(new InfoDataPointSnapshot(Labels.of(labels)));
    }

    /** One time series of a counter or a gauge, whose format has no other numbers than these. */
    void add(long value, String... labels) {
        add((double) value, labels);
    }

    /** One time series of a counter or a gauge. */
    void add(double value, String... labels) {
        if (kind == Kind.COUNTER) {
            counters.add(new CounterDataPointSnapshot(value, Labels.of(labels), null, 0));
        } else {
            gauges.add(new GaugeDataPointSnapshot(value, Labels.of(labels), null));
        }
    }

    /**
     * One time series of a histogram.
     *
     * @param boundsNanos the upper bound of each bucket but the last one
     * @param counts how many are in each bucket
     * @param sumNanos all durations together
     */
    void add(long[] boundsNanos, long[] counts, long sumNanos, String... labels) {
        double[] bounds = new double[counts.length];
        Number[] numbers = new Number[counts.length];
        for (int i = 0; i < counts.length; i++) {
            bounds[i] = i < boundsNanos.length ? boundsNanos[i] / NANOS_PER_SECOND : Double.POSITIVE_INFINITY;
            numbers[i] = counts[i];
        }
        histograms.add(new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(bounds, numbers),
                sumNanos / NANOS_PER_SECOND,
                Labels.of(labels),
                Exemplars.EMPTY,
                0));
    }

    /** As {@link #add(long[], long[], long, String...)}, with the sum behind the counts. */
    void add(long[] boundsNanos, List<Long> countsAndSum, String... labels) {
        long[] counts = new long[boundsNanos.length + 1];
        for (int i = 0; i < counts.length && i < countsAndSum.size(); i++) {
            counts[i] = countsAndSum.get(i);
        }
        long sum = countsAndSum.size() > counts.length ? countsAndSum.get(counts.length) : 0;
        add(boundsNanos, counts, sum, labels);
    }

    /** Whether it has no time series. */
    boolean isEmpty() {
        return counters.isEmpty() && gauges.isEmpty() && infos.isEmpty() && histograms.isEmpty();
    }

    /** All of it. */
    MetricSnapshot snapshot() {
        return switch (kind) {
            case COUNTER -> {
                CounterSnapshot.Builder built =
                        CounterSnapshot.builder().name(name).help(help);
                counters.forEach(built::dataPoint);
                yield built.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder built = GaugeSnapshot.builder().name(name).help(help);
                gauges.forEach(built::dataPoint);
                yield built.build();
            }
            case INFO -> {
                InfoSnapshot.Builder built = InfoSnapshot.builder().name(name).help(help);
                infos.forEach(built::dataPoint);
                yield built.build();
            }
            case HISTOGRAM -> {
                HistogramSnapshot.Builder built =
                        HistogramSnapshot.builder().name(name).help(help);
                histograms.forEach(built::dataPoint);
                yield built.build();
            }
        };
    }
}
