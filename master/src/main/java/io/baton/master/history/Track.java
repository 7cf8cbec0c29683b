package io.baton.master.history;

import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.totals.ApplicationTotals;
import io.baton.protocol.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The points of one application: about 5 KB. Conductor thread only. */
final class Track {

    private static final float MS_PER_SECOND = 1_000;
    private static final int SERVER_ERRORS = 5;

    private final float[] rate;
    private final float[] p50;
    private final float[] p99;
    private final int[] open;
    private final int[] failed;
    private final long[] sums = new long[Figures.LENGTH];
    private final long[] buckets = new long[Figures.buckets()];

    private long requests;
    private long taken;
    private long failures;
    private boolean timed;

    /** An application that was not there at any point until now. */
    Track(int points) {
        rate = new float[points];
        p50 = new float[points];
        p99 = new float[points];
        open = new int[points];
        failed = new int[points];
        Arrays.fill(p50, Float.NaN);
        Arrays.fill(p99, Float.NaN);
    }

    /** What was counted until now belongs to no point. */
    void forget(ApplicationTotals totals) {
        look(totals, new long[Figures.buckets()]);
    }

    /**
     * Writes a point.
     *
     * @param place where in the rings
     * @param ms since the point before
     * @return how many requests have failed since then
     */
    long add(int place, long ms, GroupSnapshot state, ApplicationTotals totals) {
        long requestsBefore = requests;
        long takenBefore = taken;
        long failuresBefore = failures;
        long[] since = new long[Figures.buckets()];
        look(totals, since);
        // The totals of an application that was deleted and declared again begin anew.
        long count = Math.max(0, requests > 0 || totals.counts() ? requests - requestsBefore : taken - takenBefore);
        rate[place] = count * MS_PER_SECOND / Math.max(1, ms);
        p50[place] = (float) Quantile.ms(0.50, since);
        p99[place] = (float) Quantile.ms(0.99, since);
        open[place] = open(state);
        failed[place] = (int) Math.max(0, failures - failuresBefore);
        return failed[place];
    }

    private void look(ApplicationTotals totals, long[] since) {
        Arrays.fill(sums, 0);
        totals.addFiguresTo(sums);
        requests = sums[Figures.UNCLASSED];
        failures = totals.unserved();
        for (int bucket = 0; bucket < since.length; bucket++) {
            long all = 0;
            for (int one = 1; one <= Figures.CLASSES; one++) {
                all += sums[Figures.block(one) + bucket];
            }
            requests += all;
            failures += sums[Figures.block(SERVER_ERRORS) + bucket];
            since[bucket] = Math.max(0, all - buckets[bucket]);
            buckets[bucket] = all;
            timed |= all > 0;
        }
        taken = totals.taken();
        timed |= totals.areMeasured();
    }

    private static int open(GroupSnapshot state) {
        return Stream.of(state.slots(), state.spares(), state.leaving())
                .flatMap(List::stream)
                .flatMap(Track::workers)
                .mapToInt(worker -> Math.max(0, worker.open()))
                .sum();
    }

    private static Stream<WorkerSnapshot> workers(SlotSnapshot slot) {
        return Stream.concat(Stream.of(slot.worker(), slot.successor()), slot.leaving().stream())
                .filter(Objects::nonNull);
    }

    /** The points at these places. */
    Recent.App recent(String name, List<Integer> places) {
        List<Double> rates = new ArrayList<>();
        List<Double> halves = new ArrayList<>();
        List<Double> slowest = new ArrayList<>();
        List<Integer> opens = new ArrayList<>();
        List<Integer> fails = new ArrayList<>();
        for (int place : places) {
            rates.add(rounded(rate[place]));
            halves.add(rounded(p50[place]));
            slowest.add(rounded(p99[place]));
            opens.add(open[place]);
            fails.add(failed[place]);
        }
        return new Recent.App(name, timed, rates, halves, slowest, opens, fails);
    }

    /** With two decimals. */
    private static double rounded(float value) {
        return Float.isNaN(value) ? Double.NaN : Math.round(value * 100.0) / 100.0;
    }
}
