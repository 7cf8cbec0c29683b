package io.baton.master.exposition;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the numbers of a metric mean. Each has its word in both formats, and the endings of the names of its samples. */
enum MetricType {
    COUNTER("counter", "counter"),
    GAUGE("gauge", "gauge"),
    HISTOGRAM("histogram", "histogram"),
    SUMMARY("summary", "summary"),
    UNKNOWN("untyped", "unknown"),
    INFO("gauge", "info"),
    STATE_SET("gauge", "stateset"),
    /** Only of OpenMetrics. Read as gauges, each with the name of its samples. */
    GAUGE_HISTOGRAM("gauge", "gaugehistogram");

    private final String prometheus;
    private final String openMetrics;

    MetricType(String prometheus, String openMetrics) {
        this.prometheus = prometheus;
        this.openMetrics = openMetrics;
    }

    /** The type that a TYPE line names in either format; null if none has this name. */
    static @Nullable MetricType named(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (MetricType type : values()) {
            if (type.openMetrics.equals(lower) || (type == UNKNOWN && type.prometheus.equals(lower))) {
                return type;
            }
        }
        return null;
    }

    /** Its word in a TYPE line. */
    String word(boolean inOpenMetrics) {
        return inOpenMetrics ? openMetrics : prometheus;
    }

    /** How the names of its samples end, behind the name of the metric. */
    List<String> endings() {
        return switch (this) {
            case COUNTER -> List.of("_total", "_created", "");
            case HISTOGRAM -> List.of("_bucket", "_count", "_sum", "_created");
            case SUMMARY -> List.of("", "_count", "_sum", "_created");
            case INFO -> List.of("_info");
            case GAUGE_HISTOGRAM -> List.of("_bucket", "_gcount", "_gsum");
            case GAUGE, UNKNOWN, STATE_SET -> List.of("");
        };
    }

    /** Whether its numbers grow, so that those of all workers add up, of dead ones too. */
    boolean isSummed() {
        return this == COUNTER || this == HISTOGRAM || this == SUMMARY;
    }
}
