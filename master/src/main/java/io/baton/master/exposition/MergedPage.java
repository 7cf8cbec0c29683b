package io.baton.master.exposition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One page with the metrics of the master and those of applications. Each name is there once, with one type. What contradicts
 * something before it is left out. One thread at a time.
 */
public final class MergedPage {

    private static final String OURS = "baton_";

    private final Map<String, MetricFamily> families = new LinkedHashMap<>();
    private final Map<String, String> ownerOfSample = new LinkedHashMap<>();

    /**
     * A page with the master's own metrics.
     *
     * @param own in the format of OpenMetrics, which has all types
     * @throws ExpositionException if that is not in this format
     */
    public MergedPage(String own) throws ExpositionException {
        ExpositionParser.parse(own, ExpositionLimits.OF_THE_MASTER)
                .families()
                .values()
                .forEach(this::take);
    }

    /**
     * Adds an application. Its points have its name as a label, so they differ from all others.
     *
     * @return the names of metrics that are left out: they have names of the master's, or another application's metric has the
     *     name and another type
     */
    public List<String> add(Sums sums) {
        List<String> conflicts = new ArrayList<>();
        for (MetricFamily family : sums.families().values()) {
            if (family.name().startsWith(OURS) || !fits(family)) {
                conflicts.add(family.name());
            } else {
                take(family);
            }
        }
        return conflicts;
    }

    private boolean fits(MetricFamily family) {
        MetricFamily before = families.get(family.name());
        if (before != null) {
            return before.type() == family.type();
        }
        return names(family).stream().noneMatch(ownerOfSample::containsKey);
    }

    private static Collection<String> names(MetricFamily family) {
        Set<String> names = new HashSet<>(Set.of(family.name()));
        if (family.type() == MetricType.HISTOGRAM || family.type() == MetricType.SUMMARY) {
            family.type().endings().forEach(ending -> names.add(family.name() + ending));
        }
        return names;
    }

    private void take(MetricFamily family) {
        MetricFamily before = families.get(family.name());
        if (before == null) {
            families.put(family.name(), family);
            names(family).forEach(name -> ownerOfSample.put(name, family.name()));
        } else {
            Map<String, Point> points = new LinkedHashMap<>(before.points());
            points.putAll(family.points());
            families.put(family.name(), before.with(points));
        }
    }

    /** The page as text. */
    public String write(boolean openMetrics) {
        return ExpositionWriter.write(openMetrics ? distinct() : families.values(), openMetrics);
    }

    /**
     * In OpenMetrics a counter {@code a_total} is named {@code a}, as another metric may be. It has no type there then, and keeps
     * the names of its samples.
     */
    private List<MetricFamily> distinct() {
        List<MetricFamily> all = new ArrayList<>();
        Set<String> used = new HashSet<>(families.keySet());
        for (MetricFamily family : families.values()) {
            String name = family.openMetricsName();
            boolean taken = !name.equals(family.name()) && !used.add(name);
            all.add(
                    taken
                            ? new MetricFamily(
                                    family.name(), MetricType.UNKNOWN, family.help(), family.unit(), family.points())
                            : family);
        }
        return all;
    }
}
