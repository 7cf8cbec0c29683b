package io.baton.master.exposition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one point of the samples that belong to it. One thread at a time. */
final class PointBuilder {

    private final MetricType type;
    private final List<Step> steps = new ArrayList<>();

    private @Nullable Double value;
    private @Nullable Double sum;
    private @Nullable Double count;

    PointBuilder(MetricType type) {
        this.type = type;
    }

    /**
     * Adds a sample.
     *
     * @param ending of its name, behind that of the metric
     */
    void add(SampleLine sample, String ending) throws ExpositionException {
        boolean grows = type.isSummed() && !ending.equals("_sum") && !(type == MetricType.SUMMARY && ending.isEmpty());
        if (grows && (sample.number() < 0 || (Double.isNaN(sample.number()) && type == MetricType.HISTOGRAM))) {
            throw new ExpositionException(
                    sample.line(), sample.name() + " is " + sample.number(), "a number that counts, >= 0");
        } else if (isApart(type, ending)) {
            steps.add(step(sample, type == MetricType.HISTOGRAM ? "le" : "quantile"));
        } else if (ending.equals("_sum") && type.isSummed()) {
            sum = once(sum, sample);
        } else if (ending.equals("_count") && type.isSummed()) {
            count = once(count, sample);
        } else {
            value = once(value, sample);
        }
    }

    /** Whether several samples of one point have this ending, which a label tells apart. */
    static boolean isApart(MetricType type, String ending) {
        return (type == MetricType.HISTOGRAM && ending.equals("_bucket"))
                || (type == MetricType.SUMMARY && ending.isEmpty());
    }

    private static Step step(SampleLine sample, String label) throws ExpositionException {
        try {
            double bound = Numbers.parse(sample.apart());
            if (!Double.isNaN(bound)) {
                return new Step(sample.apart(), bound, sample.number());
            }
        } catch (NumberFormatException e) {
            // As for NaN.
        }
        throw new ExpositionException(
                sample.line(),
                sample.name() + " with " + label + "=" + ExpositionException.quoted(sample.apart()),
                "a label " + label + " with a number");
    }

    private static Double once(@Nullable Double before, SampleLine sample) throws ExpositionException {
        if (before != null) {
            throw new ExpositionException(
                    sample.line(), sample.name() + "{" + sample.labels() + "} twice", "each sample once");
        }
        return sample.number();
    }

    /** The point. */
    Point build(String name, String labels) throws ExpositionException {
        steps.sort(Comparator.comparingDouble(Step::bound));
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).bound() == steps.get(i - 1).bound()) {
                throw new ExpositionException(name + "{" + labels + "}: "
                        + steps.get(i).text() + " twice (expected: each bound and each quantile once)");
            }
        }
        return switch (type) {
            case HISTOGRAM -> histogram(name, labels);
            case SUMMARY -> new Summary(steps, finite(sum), finite(count));
            case COUNTER -> new Value(finite(value));
            case GAUGE, UNKNOWN, INFO, STATE_SET, GAUGE_HISTOGRAM -> new Value(value == null ? Double.NaN : value);
        };
    }

    private Histogram histogram(String name, String labels) throws ExpositionException {
        boolean whole = !steps.isEmpty() && steps.get(steps.size() - 1).bound() == Double.POSITIVE_INFINITY;
        if (!whole) {
            if (count == null) {
                throw new ExpositionException(
                        name + "{" + labels + "}: a histogram without a bucket +Inf and without " + name + "_count");
            }
            steps.add(new Step("+Inf", Double.POSITIVE_INFINITY, count));
        }
        return new Histogram(steps, finite(sum));
    }

    /** A number that can be added to others; NaN if it cannot. */
    private static double finite(@Nullable Double number) {
        return number == null || Double.isInfinite(number) ? Double.NaN : number;
    }
}
