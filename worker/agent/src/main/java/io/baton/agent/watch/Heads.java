package io.baton.agent.watch;

import org.jspecify.annotations.Nullable;

/** Remembers which of the unanswered requests are HEAD. Allocates at the first of them, and when many wait for an answer. */
final class Heads {

    private static final int FEW = 8;
    private static final int MANY = 4096;

    private long @Nullable [] numbers;
    private int first;
    private int count;

    /** The request with this number, higher than all before, is HEAD. Returns false if there are too many. */
    boolean add(long number) {
        long[] ring = numbers;
        if (ring == null) {
            ring = new long[FEW];
        } else if (count == ring.length) {
            if (count == MANY) {
                return false;
            }
            ring = larger(ring);
        }
        numbers = ring;
        ring[(first + count++) & (ring.length - 1)] = number;
        return true;
    }

    private long[] larger(long[] old) {
        long[] ring = new long[2 * old.length];
        for (int i = 0; i < count; i++) {
            ring[i] = old[(first + i) & (old.length - 1)];
        }
        first = 0;
        return ring;
    }

    /** Whether the request with this number, higher than all asked about before, is HEAD. */
    boolean take(long number) {
        long[] ring = numbers;
        if (ring == null || count == 0 || ring[first] != number) {
            return false;
        }
        first = (first + 1) & (ring.length - 1);
        count--;
        return true;
    }
}
