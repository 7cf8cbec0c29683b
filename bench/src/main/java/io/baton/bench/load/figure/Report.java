package io.baton.bench.load.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a program run measured.
 *
 * @param command that repeats it
 * @param skipped what was left out and why, and what else a reader must know
 */
public record Report(
        int schema,
        Machine machine,
        String command,
        List<String> skipped,
        List<Measurement> measurements,
        List<Timeline> timelines) {

    private static final int SCHEMA = 2;

    /** What was found out on a machine. */
    public static Report of(Machine machine, String command, Findings findings) {
        return new Report(
                SCHEMA,
                machine,
                command,
                findings.skipped().stream().distinct().toList(),
                List.copyOf(findings.measurements()),
                List.copyOf(findings.timelines()));
    }

    /** For programs. */
    public String json() throws JsonProcessingException {
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(this) + '\n';
    }

    /** For a page: a table for each scenario, a row for each contender, {@code median (min - max)} in each cell. */
    public String markdown() {
        StringBuilder page = new StringBuilder();
        page.append(machine.cores() + " cores (" + machine.processor() + "), " + machine.kernel() + ", "
                + machine.java() + ", load average at the start " + machine.loadAverage() + ", " + machine.time()
                + "\n\n");
        for (Map.Entry<String, String> tool : machine.tools().entrySet()) {
            page.append("* " + tool.getKey() + ": " + tool.getValue() + "\n");
        }
        page.append("\n    " + command + "\n");
        for (String scenario : distinct(Measurement::scenario, measurements)) {
            page.append("\n### " + scenario + "\n\n");
            table(page, where(Measurement::scenario, scenario, measurements));
        }
        skipped.forEach(reason -> page.append("\nNote: " + reason + "\n"));
        return page.toString();
    }

    private static void table(StringBuilder page, List<Measurement> rows) {
        List<String> metrics = distinct(Report::column, rows);
        page.append("| | " + String.join(" | ", metrics) + " |\n|---|" + "---|".repeat(metrics.size()) + "\n");
        for (String contender : distinct(Measurement::contender, rows)) {
            List<String> cells = new ArrayList<>(List.of(contender));
            for (String metric : metrics) {
                List<Measurement> cell = where(Report::column, metric, where(Measurement::contender, contender, rows));
                cells.add(cell.isEmpty() ? "-" : show(cell.get(0).summary()));
            }
            page.append("| " + String.join(" | ", cells) + " |\n");
        }
    }

    private static String column(Measurement measurement) {
        return measurement.unit().isEmpty() ? measurement.metric() : measurement.metric() + ", " + measurement.unit();
    }

    private static String show(Summary summary) {
        return summary.min() == summary.max()
                ? show(summary.median())
                : show(summary.median()) + " (" + show(summary.min()) + " - " + show(summary.max()) + ")";
    }

    /** Three digits or more, and no more of them than a reader wants. */
    static String show(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }

    /** Reads one word of a measurement. */
    private interface Field {

        String of(Measurement measurement);
    }

    private static List<String> distinct(Field field, List<Measurement> measurements) {
        return measurements.stream().map(field::of).distinct().toList();
    }

    private static List<Measurement> where(Field field, String value, List<Measurement> measurements) {
        return measurements.stream().filter(m -> field.of(m).equals(value)).toList();
    }
}
