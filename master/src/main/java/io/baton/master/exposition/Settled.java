package io.baton.master.exposition;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is counted for good: by workers that are dead, or before they began to count again. One thread at a time. */
final class Settled {

    private final Map<String, MetricFamily> heads = new LinkedHashMap<>();
    private final Map<String, Map<String, Point>> points = new LinkedHashMap<>();
    private final int most;

    private int size;
    private int lost;

    /**
     * Nothing yet.
     *
     * @param most points that are kept
     */
    Settled(int most) {
        this.most = most;
    }

    /** Adds all points of a metric whose numbers grow. A metric of this name and another type is forgotten. */
    void add(MetricFamily family) {
        family.points().forEach((labels, point) -> add(family, labels, point));
    }

    /** Adds one point of a metric whose numbers grow. */
    void add(MetricFamily family, String labels, Point point) {
        MetricFamily head = heads.get(family.name());
        if (head == null || head.type() != family.type()) {
            size -= points(family.name()).size();
            heads.put(family.name(), family.with(Map.of()));
            points.put(family.name(), new LinkedHashMap<>());
        }
        Map<String, Point> all = points(family.name());
        if (!all.containsKey(labels) && size >= most) {
            lost++;
            return;
        }
        size += all.containsKey(labels) ? 0 : 1;
        all.merge(labels, withoutQuantiles(point), Point::plus);
    }

    /** The part of a point that can be added to others. */
    static Point withoutQuantiles(Point point) {
        return point instanceof Summary summary
                ? summary.plus(new Summary(summary.quantiles(), Double.NaN, Double.NaN))
                : point;
    }

    /** The metrics, without their points. */
    Map<String, MetricFamily> heads() {
        return heads;
    }

    /** The points of the metric of this name; empty if there is none. */
    Map<String, Point> points(String name) {
        return points.getOrDefault(name, Map.of());
    }

    /** How often a point was not kept, because there are too many. */
    int lost() {
        return lost;
    }
}
