package io.baton.bench;

import io.baton.bench.load.Progress;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Samples;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** All JMH benchmarks, with iterations short enough to run beside everything else: one fork, two seconds for each. */
final class QuickBenchmarks {

    private static final String SCENARIO = "parts";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final TimeValue ITERATION = TimeValue.milliseconds(300);

    private QuickBenchmarks() {}

    static Findings run(int times) {
        Progress.say("parts: JMH");
        OptionsBuilder options = new OptionsBuilder();
        options.forks(1)
                .warmupIterations(3)
                .warmupTime(ITERATION)
                .measurementIterations(3 * times)
                .measurementTime(ITERATION)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        try {
            return findings(new Runner(options.build()).run());
        } catch (RunnerException e) {
            return Findings.of(List.of(), List.of(SCENARIO + ": " + e.getMessage()));
        }
    }

    private static Findings findings(Collection<RunResult> results) {
        Samples samples = new Samples(SCENARIO);
        for (RunResult result : results) {
            String row = name(result.getParams());
            for (var iteration : result.getBenchmarkResults()) {
                iteration.getIterationResults().forEach(one -> {
                    samples.add(row, "time", "ns", one.getPrimaryResult().getScore());
                    Result<?> allocated = one.getSecondaryResults().get(ALLOCATED);
                    if (allocated != null) {
                        samples.add(row, "allocated", "bytes", allocated.getScore());
                    }
                });
            }
        }
        return Findings.of(samples.measurements(), List.of());
    }

    /** The class and the method, with the parameters if there are any. */
    private static String name(BenchmarkParams parameters) {
        String[] parts = parameters.getBenchmark().split("\\.", -1);
        String method = parts[parts.length - 2] + "." + parts[parts.length - 1];
        return method
                + parameters.getParamsKeys().stream()
                        .map(key -> ", " + parameters.getParam(key) + " " + key)
                        .collect(Collectors.joining());
    }
}
