package io.baton.bench.plot;

import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Summary;
import java.util.List;
import java.util.Locale;

/** One horizontal bar for each contender: the median, and a thin line from the least to the most. */
public final class BarChart {

    private static final int WIDTH = 720;
    private static final int LEFT = 160;
    private static final int RIGHT = 90;
    private static final int TOP = 48;
    private static final int ROW = 24;
    private static final int BAR = 14;
    private static final String OURS = "#2b6cb0";
    private static final String OTHERS = "#a0aec0";
    private static final String SPREAD = "#1a202c";

    private BarChart() {}

    /**
     * Draws it.
     *
     * @param rows one for each bar, all of one metric; at least one
     */
    public static String draw(String title, List<Measurement> rows) {
        Svg svg = new Svg(WIDTH, TOP + ROW * rows.size() + 16);
        double most =
                rows.stream().mapToDouble(row -> row.summary().max()).max().orElse(0);
        double scale = (WIDTH - LEFT - RIGHT) / Math.max(most, Double.MIN_NORMAL);
        Measurement first = rows.get(0);
        svg.text(
                LEFT, 20, "start", title + ": " + first.metric() + (first.unit().isEmpty() ? "" : ", " + first.unit()));
        svg.text(LEFT, 36, "start", "median, least to most");
        for (int i = 0; i < rows.size(); i++) {
            bar(svg, rows.get(i), TOP + ROW * i, scale);
        }
        return svg.document();
    }

    private static void bar(Svg svg, Measurement row, double y, double scale) {
        Summary summary = row.summary();
        double middle = y + ROW / 2.0;
        svg.text(LEFT - 8, middle + 4, "end", row.contender());
        String fill = row.contender().startsWith("baton") ? OURS : OTHERS;
        svg.rectangle(LEFT, middle - BAR / 2.0, summary.median() * scale, BAR, fill);
        svg.line(LEFT + summary.min() * scale, middle, LEFT + summary.max() * scale, middle, SPREAD);
        svg.text(LEFT + summary.max() * scale + 6, middle + 4, "start", shown(summary.median()));
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
