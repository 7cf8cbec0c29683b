package io.baton.master.exposition;

import java.util.ArrayList;
import java.util.List;

/**
 * How many there were up to each bound, and their sum.
 *
 * @param buckets in rising order; the last one is that of the bound +Inf and has all
 * @param sum NaN if not known
 */
record Histogram(List<Step> buckets, double sum) implements Point {

    Histogram {
        buckets = List.copyOf(buckets);
    }

    @Override
    public void deliverTo(Receiver receiver) {
        Point.deliver(buckets, "_bucket", "le", receiver);
        receiver.sample("_count", count());
        if (!Double.isNaN(sum)) {
            receiver.sample("_sum", sum);
        }
    }

    private double count() {
        return buckets.get(buckets.size() - 1).number();
    }

    /**
     * With the bounds of both. A version of a program may have other bounds than the one before: at a bound that one side lacks,
     * those up to its next lower bound are counted, so no bucket ever falls.
     */
    @Override
    public Histogram plus(Point other) {
        Histogram more = (Histogram) other;
        List<Step> all = new ArrayList<>();
        double here = 0;
        double there = 0;
        int i = 0;
        int j = 0;
        while (i < buckets.size() || j < more.buckets.size()) {
            Step one = i < buckets.size() ? buckets.get(i) : more.buckets.get(j);
            Step two = j < more.buckets.size() ? more.buckets.get(j) : one;
            Step lower = two.bound() < one.bound() ? two : one;
            if (i < buckets.size() && buckets.get(i).bound() == lower.bound()) {
                here = buckets.get(i++).number();
            }
            if (j < more.buckets.size() && more.buckets.get(j).bound() == lower.bound()) {
                there = more.buckets.get(j++).number();
            }
            all.add(new Step(lower.text(), lower.bound(), here + there));
        }
        return new Histogram(all, Rounding.plus(sum, more.sum));
    }

    @Override
    public boolean hasRestartedSince(Point former) {
        Histogram before = (Histogram) former;
        int i = 0;
        for (Step bucket : before.buckets) {
            while (i < buckets.size() && buckets.get(i).bound() < bucket.bound()) {
                i++;
            }
            boolean goesOn = i < buckets.size()
                    && buckets.get(i).bound() == bucket.bound()
                    && buckets.get(i).number() >= bucket.number();
            if (!goesOn) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Histogram completedBy(Point former) {
        return Double.isNaN(sum) ? new Histogram(buckets, ((Histogram) former).sum) : this;
    }

    @Override
    public Histogram raised(Point sumNow, Point told, int terms) {
        return new Histogram(buckets, Rounding.raised(sum, ((Histogram) sumNow).sum, ((Histogram) told).sum, terms));
    }

    @Override
    public Histogram notBelow(Point told) {
        return new Histogram(buckets, Rounding.notBelow(sum, ((Histogram) told).sum));
    }
}
