package io.baton.master.exposition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One metric with all its points. Immutable.
 *
 * @param name as in the format of Prometheus: that of a counter may end with {@code _total}, that of an info does with
 *     {@code _info}
 * @param help in words, not escaped; empty if there is none
 * @param unit empty if there is none
 * @param points by their labels, as {@code a="b",c="d"} in the order of the labels' names, without bounds and quantiles
 */
record MetricFamily(String name, MetricType type, String help, String unit, Map<String, Point> points) {

    private static final String TOTAL = "_total";

    MetricFamily {
        points = Collections.unmodifiableMap(new LinkedHashMap<>(points));
    }

    /** The same metric with other points. */
    MetricFamily with(Map<String, Point> others) {
        return new MetricFamily(name, type, help, unit, others);
    }

    /** Whether OpenMetrics has a word for the type of a metric of this name: a counter's name ends with {@code _total} there. */
    boolean isTypedInOpenMetrics() {
        return type != MetricType.COUNTER || name.endsWith(TOTAL);
    }

    /** Its name in a TYPE line of OpenMetrics. */
    String openMetricsName() {
        if (type == MetricType.COUNTER && name.endsWith(TOTAL)) {
            return name.substring(0, name.length() - TOTAL.length());
        }
        return type == MetricType.INFO ? name.substring(0, name.length() - "_info".length()) : name;
    }

    /** How many samples it has. */
    int samples() {
        int[] count = {0};
        Point.Receiver counting = new Point.Receiver() {
            @Override
            public void sample(String ending, double number) {
                count[0]++;
            }

            @Override
            public void sample(String ending, String label, String value, double number) {
                count[0]++;
            }
        };
        points.values().forEach(point -> point.deliverTo(counting));
        return count[0];
    }
}
