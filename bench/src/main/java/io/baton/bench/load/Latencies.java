package io.baton.bench.load;

import io.baton.bench.load.client.OpenLoop;
import io.baton.bench.load.figure.Samples;
import org.HdrHistogram.Histogram;

/** How an open loop went, as columns of a table. */
final class Latencies {

    private static final double MICROS_PER_MS = 1e3;

    private Latencies() {}

    static void add(Samples samples, String contender, OpenLoop.Outcome outcome) {
        Histogram micros = outcome.micros();
        if (micros.getTotalCount() > 0) {
            samples.add(contender, "p50", "ms", micros.getValueAtPercentile(50) / MICROS_PER_MS);
            samples.add(contender, "p99", "ms", micros.getValueAtPercentile(99) / MICROS_PER_MS);
            samples.add(contender, "p99.9", "ms", micros.getValueAtPercentile(99.9) / MICROS_PER_MS);
            samples.add(contender, "max", "ms", micros.getMaxValue() / MICROS_PER_MS);
        }
        samples.addCount(contender, "errors", outcome.errorCount());
        outcome.errors().forEach((reason, times) -> Progress.say("  %d x %s", times, reason));
    }
}
