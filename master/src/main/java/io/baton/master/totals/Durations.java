package io.baton.master.totals;

import java.util.ArrayList;
import java.util.List;

/** How many durations there were, in buckets, and their sum. Adding one allocates nothing. Conductor thread only. */
public final class Durations {

    private final long[] boundsNanos;
    private final long[] counts;

    private long sumNanos;

    /** @param boundsNanos the longest duration of each bucket, in order; one more bucket has the longer ones */
    Durations(long[] boundsNanos) {
        this.boundsNanos = boundsNanos;
        this.counts = new long[boundsNanos.length + 1];
    }

    /** There was one more. */
    public void add(long nanos) {
        int bucket = 0;
        while (bucket < boundsNanos.length && nanos > boundsNanos[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sumNanos += Math.max(0, nanos);
    }

    /** How many there were in each bucket, then all nanoseconds together. */
    List<Long> carried() {
        List<Long> all = new ArrayList<>();
        for (long count : counts) {
            all.add(count);
        }
        all.add(sumNanos);
        return all;
    }

    /** Goes on where another one of the same form was. One of another form is forgotten. */
    void goOn(List<Long> carried) {
        if (carried.size() == counts.length + 1) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += carried.get(i);
            }
            sumNanos += carried.get(counts.length);
        }
    }
}
