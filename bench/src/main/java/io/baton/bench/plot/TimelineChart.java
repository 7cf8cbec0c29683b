package io.baton.bench.plot;

import io.baton.bench.load.figure.Timeline;
import java.util.List;

/**
 * Latency over time, a strip for each contender: a dot for each request at the moment it was due, as high as it took long, on
 * a logarithmic scale; failed ones are red and lie on the upper edge.
 */
public final class TimelineChart {

    private static final int WIDTH = 720;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int STRIP = 120;
    private static final int GAP = 34;
    private static final double LEAST_MS = 0.1;
    private static final double MOST_MS = 10_000;
    private static final int DECADES = 5;
    private static final String GRID = "#e2e8f0";
    private static final String MARK = "#718096";
    private static final String ANSWERED = "#2b6cb0";
    private static final String FAILED = "#c53030";

    private TimelineChart() {}

    /** Draws it; at least one timeline. */
    public static String draw(String title, List<Timeline> timelines) {
        Svg svg = new Svg(WIDTH, TOP + (STRIP + GAP) * timelines.size());
        svg.text(LEFT, 20, "start", title + ": ms a request (logarithmic) by the moment it was due; red: failed");
        double lastMs = timelines.stream()
                .flatMap(timeline -> timeline.points().stream())
                .mapToDouble(Timeline.Point::atMs)
                .max()
                .orElse(1);
        double scale = (WIDTH - LEFT - RIGHT) / lastMs;
        for (int i = 0; i < timelines.size(); i++) {
            strip(svg, timelines.get(i), TOP + (STRIP + GAP) * i + 14, scale);
        }
        return svg.document();
    }

    private static void strip(Svg svg, Timeline timeline, double top, double scale) {
        svg.text(LEFT, top - 3, "start", timeline.contender());
        for (int decade = 0; decade <= DECADES; decade++) {
            double ms = LEAST_MS * Math.pow(10, decade);
            svg.line(LEFT, top + height(ms), WIDTH - RIGHT, top + height(ms), GRID);
            svg.text(LEFT - 6, top + height(ms) + 4, "end", ms < 1 ? "0.1" : String.valueOf(Math.round(ms)));
        }
        for (Timeline.Mark mark : timeline.marks()) {
            double x = LEFT + mark.atMs() * scale;
            svg.line(x, top, x, top + STRIP, MARK);
        }
        for (Timeline.Point point : timeline.points()) {
            double x = LEFT + point.atMs() * scale;
            svg.dot(
                    x,
                    top + (point.failed() ? 0 : height(point.tookMs())),
                    point.failed() ? 3 : 1.5,
                    point.failed() ? FAILED : ANSWERED);
        }
        timeline.marks().stream()
                .map(mark -> mark.name() + " at " + Math.round(mark.atMs()) + " ms")
                .reduce((first, second) -> first + ", " + second)
                .ifPresent(marks -> svg.text(WIDTH - RIGHT, top - 3, "end", marks));
    }

    private static double height(double ms) {
        double bounded = Math.max(LEAST_MS, Math.min(MOST_MS, ms));
        return STRIP * (1 - Math.log10(bounded / LEAST_MS) / DECADES);
    }
}
