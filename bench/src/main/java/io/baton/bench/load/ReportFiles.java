package io.baton.bench.load;

import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Report;
import io.baton.bench.load.figure.Timeline;
import io.baton.bench.plot.BarChart;
import io.baton.bench.plot.TimelineChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A report as files: the values, the tables, and plots of what is worth one. */
final class ReportFiles {

    /** Which columns of which scenarios get a plot; a scenario by the beginning of its name. */
    private static final List<Plot> PLOTS = List.of(
            new Plot("keepalive", "CPU a request"),
            new Plot("keepalive", "requests a second"),
            new Plot("connect", "CPU a request"),
            new Plot("connect", "requests a second"),
            new Plot("latency, kept", "p99"),
            new Plot("latency, new", "p99"),
            new Plot("mixed, 2", "p99"),
            new Plot("mixed, 16", "p99"),
            new Plot("startup", "first answer after"),
            new Plot("memory", "idle, PSS"),
            new Plot("memory", "after load, PSS"));

    private record Plot(String scenario, String metric) {}

    private ReportFiles() {}

    static void write(Report report, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"), report.json());
        Files.writeString(directory.resolve("results.md"), report.markdown());
        for (Plot plot : PLOTS) {
            bars(report, plot, directory);
        }
        List<String> scenarios =
                report.timelines().stream().map(Timeline::scenario).distinct().toList();
        for (String scenario : scenarios) {
            List<Timeline> timelines = report.timelines().stream()
                    .filter(timeline -> timeline.scenario().equals(scenario))
                    .toList();
            Files.writeString(file(directory, scenario, "timeline"), TimelineChart.draw(scenario, timelines));
        }
    }

    private static void bars(Report report, Plot plot, Path directory) throws IOException {
        List<Measurement> ofMetric = report.measurements().stream()
                .filter(row -> row.scenario().startsWith(plot.scenario()))
                .filter(row -> row.metric().equals(plot.metric()))
                .toList();
        List<String> scenarios =
                ofMetric.stream().map(Measurement::scenario).distinct().toList();
        for (String scenario : scenarios) {
            List<Measurement> rows = ofMetric.stream()
                    .filter(row -> row.scenario().equals(scenario))
                    .toList();
            Files.writeString(file(directory, scenario, plot.metric()), BarChart.draw(scenario, rows));
        }
    }

    private static Path file(Path directory, String scenario, String what) {
        String name = (scenario + "-" + what).replaceAll("[^A-Za-z0-9.]+", "-");
        return directory.resolve(name + ".svg");
    }
}
