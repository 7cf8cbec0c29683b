package io.baton.master.exposition;

import java.util.Collection;

/** Writes metrics as text, in either format. One thread at a time. */
final class ExpositionWriter implements Point.Receiver {

    private final StringBuilder text = new StringBuilder();
    private final boolean openMetrics;

    private String name = "";
    private String labels = "";

    private ExpositionWriter(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /** Metrics of different names. */
    static String write(Collection<MetricFamily> families, boolean openMetrics) {
        ExpositionWriter writer = new ExpositionWriter(openMetrics);
        families.forEach(writer::add);
        if (openMetrics) {
            writer.text.append("# EOF\n");
        }
        return writer.text.toString();
    }

    private void add(MetricFamily family) {
        String declared = openMetrics ? family.openMetricsName() : family.name();
        MetricType type = openMetrics && !family.isTypedInOpenMetrics() ? MetricType.UNKNOWN : family.type();
        text.append("# TYPE ")
                .append(declared)
                .append(' ')
                .append(type.word(openMetrics))
                .append('\n');
        if (openMetrics && !family.unit().isEmpty() && declared.endsWith("_" + family.unit())) {
            text.append("# UNIT ")
                    .append(declared)
                    .append(' ')
                    .append(family.unit())
                    .append('\n');
        }
        if (!family.help().isEmpty()) {
            text.append("# HELP ")
                    .append(declared)
                    .append(' ')
                    .append(escaped(family.help()))
                    .append('\n');
        }
        name = family.name();
        family.points().forEach((under, point) -> {
            labels = under;
            point.deliverTo(this);
        });
    }

    private String escaped(String help) {
        String escaped = help.replace("\\", "\\\\").replace("\n", "\\n");
        return openMetrics ? escaped.replace("\"", "\\\"") : escaped;
    }

    @Override
    public void sample(String ending, double number) {
        text.append(name).append(ending);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        end(number);
    }

    @Override
    public void sample(String ending, String label, String value, double number) {
        text.append(name).append(ending).append('{').append(labels).append(labels.isEmpty() ? "" : ",");
        text.append(label).append("=\"").append(value).append("\"}");
        end(number);
    }

    private void end(double number) {
        text.append(' ');
        Numbers.append(text, number);
        text.append('\n');
    }
}
