package io.baton.master.exposition;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the metrics of the workers of one application. What grows is summed over all workers that ever were, so it never falls:
 * a dead worker keeps its last numbers in the sum, and so does one that begins to count again. Anything else belongs to a slot,
 * and goes with its worker. One thread at a time.
 */
public final class WorkerSums {

    /** More than one worker may have, because labels change with the generations of a program. */
    private static final int MOST_SETTLED = 2 * ExpositionLimits.OF_A_WORKER.samples();

    private final String app;
    private final Settled settled = new Settled(MOST_SETTLED);
    private final Map<Integer, Living> living = new LinkedHashMap<>();
    private final Map<String, MetricFamily> told = new LinkedHashMap<>();

    private record Living(int slot, Exposition last) {}

    /** Of the application of this name, which has no metrics yet. */
    public WorkerSums(String app) {
        this.app = app;
    }

    /**
     * A worker says what it has counted.
     *
     * @param worker its pid
     * @param slot where it is now
     */
    public void say(int worker, int slot, Exposition now) {
        Living before = living.get(worker);
        living.put(worker, new Living(slot, before == null ? now : continued(before.last, now)));
    }

    /** What a worker says, with the numbers that it said before and says no more: a part of it may have failed. */
    private Exposition continued(Exposition before, Exposition now) {
        Map<String, MetricFamily> all = new LinkedHashMap<>(now.families());
        int[] room = {ExpositionLimits.OF_A_WORKER.samples()};
        before.families().forEach((name, former) -> {
            MetricFamily family = all.get(name);
            if (!former.type().isSummed()) {
                return;
            } else if (family != null && family.type() != former.type()) {
                settled.add(former);
            } else {
                Map<String, Point> points = new LinkedHashMap<>(family == null ? Map.of() : family.points());
                former.points().forEach((labels, point) -> goOn(former, labels, point, points, room));
                all.put(name, former.with(points));
            }
        });
        return new Exposition(all);
    }

    private void goOn(MetricFamily family, String labels, Point former, Map<String, Point> points, int[] room) {
        Point point = points.get(labels);
        if (point != null) {
            Point complete = point.completedBy(former);
            if (complete.hasRestartedSince(former)) {
                settled.add(family, labels, former);
                complete = point;
            }
            points.put(labels, complete);
        } else if (room[0]-- > 0) {
            points.put(labels, Settled.withoutQuantiles(former));
        } else {
            settled.add(family, labels, former);
        }
    }

    /** A worker is dead. */
    public void gone(int worker) {
        Living dead = living.remove(worker);
        if (dead != null) {
            dead.last.families().values().stream()
                    .filter(family -> family.type().isSummed())
                    .forEach(settled::add);
        }
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return settled.heads().isEmpty() && living.isEmpty();
    }

    /** How often a number was lost, because there were too many different ones. */
    public int lost() {
        return settled.lost();
    }

    /** All of it now. */
    public Sums sums() {
        Set<String> names = new LinkedHashSet<>(settled.heads().keySet());
        living.values().forEach(worker -> names.addAll(worker.last.families().keySet()));
        Map<String, MetricFamily> families = new LinkedHashMap<>();
        List<String> conflicts = new ArrayList<>();
        for (String name : names) {
            MetricFamily head = head(name);
            if (head == null) {
                conflicts.add(name);
            } else {
                families.put(name, head.type().isSummed() ? summed(head) : head.with(perSlot(head)));
            }
        }
        return new Sums(families, conflicts);
    }

    /** What living workers say of the metric, else what dead ones said; null if living ones disagree about its type. */
    private @Nullable MetricFamily head(String name) {
        Set<MetricType> types = EnumSet.noneOf(MetricType.class);
        MetricFamily head = settled.heads().get(name);
        for (Living worker : living.values()) {
            MetricFamily family = worker.last.families().get(name);
            if (family != null) {
                types.add(family.type());
                head = family;
            }
        }
        return types.size() > 1 ? null : head;
    }

    private MetricFamily summed(MetricFamily head) {
        Map<String, Point> sums = added(head);
        MetricFamily before = told.get(head.name());
        if (before != null && before.type() == head.type()) {
            sums.replaceAll((labels, sum) -> {
                Point former = before.points().get(labels);
                return former == null ? sum : sum.notBelow(former);
            });
        }
        told.put(head.name(), head.with(sums));
        Map<String, Point> all = new LinkedHashMap<>();
        sums.forEach((labels, sum) -> all.put(LabelText.with(labels, "app", app), sum));
        if (head.type() == MetricType.SUMMARY) {
            all.putAll(perSlot(head));
        }
        return head.with(all);
    }

    private Map<String, Point> added(MetricFamily head) {
        MetricFamily ofDead = settled.heads().get(head.name());
        boolean goesOn = ofDead != null && ofDead.type() == head.type();
        Map<String, Point> sums = new LinkedHashMap<>(goesOn ? settled.points(head.name()) : Map.of());
        for (Living worker : living.values()) {
            MetricFamily family = worker.last.families().get(head.name());
            if (family != null) {
                family.points()
                        .forEach((labels, point) -> sums.merge(labels, Settled.withoutQuantiles(point), Point::plus));
            }
        }
        return sums;
    }

    /** Of two workers in one slot, the later one counts. */
    private Map<String, Point> perSlot(MetricFamily head) {
        Map<Integer, Living> slots = new LinkedHashMap<>();
        living.values().forEach(worker -> slots.put(worker.slot, worker));
        Map<String, Point> all = new LinkedHashMap<>();
        slots.forEach((slot, worker) -> {
            MetricFamily family = worker.last.families().get(head.name());
            if (family != null) {
                family.points().forEach((labels, point) -> {
                    Point own = point instanceof Summary summary
                            ? new Summary(summary.quantiles(), Double.NaN, Double.NaN)
                            : point;
                    String under = LabelText.with(labels, "slot", String.valueOf(slot));
                    all.put(LabelText.with(under, "app", app), own);
                });
            }
        });
        return all;
    }

    /** What the next image of the master goes on with. */
    public Remains remains() {
        List<MetricFamily> ofDead = new ArrayList<>();
        settled.heads().forEach((name, head) -> ofDead.add(head.with(notLess(head, settled.points(name)))));
        Remains remains = new Remains();
        remains.addDead(ofDead);
        living.forEach((pid, worker) -> remains.addLiving(pid, worker.slot, worker.last));
        return remains;
    }

    /** Points of dead workers, with which the sums are not below what was told when they are added up anew. */
    private Map<String, Point> notLess(MetricFamily head, Map<String, Point> ofDead) {
        Map<String, Point> points = new LinkedHashMap<>(ofDead);
        MetricFamily before = told.get(head.name());
        if (before != null && before.type() == head.type()) {
            Map<String, Point> sums = added(head);
            points.replaceAll((labels, point) -> {
                Point sum = sums.get(labels);
                Point former = before.points().get(labels);
                return sum == null || former == null ? point : point.raised(sum, former, living.size());
            });
        }
        return points;
    }

    /** Goes on where the former image of the master was. */
    public void goOn(Exposition ofDead) {
        ofDead.families().values().stream()
                .filter(family -> family.type().isSummed())
                .forEach(settled::add);
    }
}
