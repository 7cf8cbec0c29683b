package io.baton.master.history;

import io.baton.protocol.Figures;

/** How long requests took, from how many were in each bucket. */
final class Quantile {

    private static final double NANOS_PER_MS = 1e6;

    private Quantile() {}

    /**
     * The duration that this part of the requests did not exceed. Within a bucket they are taken to be spread evenly, as
     * Prometheus' {@code histogram_quantile} does; those of the last bucket as long as its lower bound.
     *
     * @param part from 0 to 1
     * @param counts how many requests are in each bucket of {@link Figures}
     * @return milliseconds; NaN if there were no requests
     */
    static double ms(double part, long[] counts) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        if (all == 0) {
            return Double.NaN;
        }
        double rank = part * all;
        double lower = 0;
        int bucket = 0;
        for (; bucket < counts.length - 1 && counts[bucket] < rank; bucket++) {
            rank -= counts[bucket];
            lower = Figures.boundNanos(bucket);
        }
        double upper = bucket < counts.length - 1 ? Figures.boundNanos(bucket) : lower;
        return (lower + (upper - lower) * rank / Math.max(1, counts[bucket])) / NANOS_PER_MS;
    }
}
