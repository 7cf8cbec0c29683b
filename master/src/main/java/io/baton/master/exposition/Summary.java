package io.baton.master.exposition;

import java.util.List;

/**
 * How many there were and their sum, which grow, and quantiles, which do not and so belong to one worker.
 *
 * @param quantiles in rising order
 * @param sum NaN if not known, as {@code count}
 */
record Summary(List<Step> quantiles, double sum, double count) implements Point {

    Summary {
        quantiles = List.copyOf(quantiles);
    }

    @Override
    public void deliverTo(Receiver receiver) {
        Point.deliver(quantiles, "", "quantile", receiver);
        if (!Double.isNaN(count)) {
            receiver.sample("_count", count);
        }
        if (!Double.isNaN(sum)) {
            receiver.sample("_sum", sum);
        }
    }

    @Override
    public Summary plus(Point other) {
        Summary more = (Summary) other;
        return new Summary(List.of(), Rounding.plus(sum, more.sum), Rounding.plus(count, more.count));
    }

    @Override
    public boolean hasRestartedSince(Point former) {
        Summary before = (Summary) former;
        return count < before.count || (Double.isNaN(count) && sum < before.sum);
    }

    @Override
    public Summary completedBy(Point former) {
        Summary before = (Summary) former;
        return new Summary(quantiles, Double.isNaN(sum) ? before.sum : sum, Double.isNaN(count) ? before.count : count);
    }

    @Override
    public Summary raised(Point sumNow, Point told, int terms) {
        Summary now = (Summary) sumNow;
        Summary before = (Summary) told;
        return new Summary(quantiles, Rounding.raised(sum, now.sum, before.sum, terms), count);
    }

    @Override
    public Summary notBelow(Point told) {
        return new Summary(quantiles, Rounding.notBelow(sum, ((Summary) told).sum), count);
    }
}
