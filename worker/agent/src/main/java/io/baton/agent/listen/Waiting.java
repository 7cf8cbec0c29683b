package io.baton.agent.listen;

import java.util.Arrays;

/**
 * The connections of one listener that were handed over and that the server has not accepted yet, oldest first. They are
 * numbers in rings: a connection that comes and goes leaves no garbage. The lock of the listener is held.
 */
final class Waiting {

    /** The number of a hand-over that the master does not know of. */
    static final long OWN = -1;

    private static final int FIRST_SIZE = 16;

    private int[] descriptors = new int[FIRST_SIZE];
    private long[] seqs = new long[FIRST_SIZE];
    private long[] requests = new long[FIRST_SIZE];
    private long[] agesMs = new long[FIRST_SIZE];
    private long[] sinceNanos = new long[FIRST_SIZE];
    private int first;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /**
     * One more waits.
     *
     * @param descriptor unread. It belongs to the caller of {@link #remove}
     * @param seq names the hand-over to the master; negative for a connection of this process's own
     * @param answered how many of its requests other workers have answered
     * @param ageMs since the master accepted it, if other workers have served it
     * @param nowNanos when it came
     */
    void add(int descriptor, long seq, long answered, long ageMs, long nowNanos) {
        if (count == descriptors.length) {
            grow();
        }
        int at = (first + count) % descriptors.length;
        descriptors[at] = descriptor;
        seqs[at] = seq;
        requests[at] = answered;
        agesMs[at] = ageMs;
        sinceNanos[at] = nowNanos;
        count++;
    }

    private void grow() {
        int size = descriptors.length;
        descriptors = Arrays.copyOf(descriptors, 2 * size);
        seqs = Arrays.copyOf(seqs, 2 * size);
        requests = Arrays.copyOf(requests, 2 * size);
        agesMs = Arrays.copyOf(agesMs, 2 * size);
        sinceNanos = Arrays.copyOf(sinceNanos, 2 * size);
        for (int i = 0; i < first; i++) {
            descriptors[size + i] = descriptors[i];
            seqs[size + i] = seqs[i];
            requests[size + i] = requests[i];
            agesMs[size + i] = agesMs[i];
            sinceNanos[size + i] = sinceNanos[i];
        }
    }

    /** Of the oldest one. */
    int descriptor() {
        return descriptors[first];
    }

    /** Of the oldest one. */
    long seq() {
        return seqs[first];
    }

    /** Of the oldest one. */
    long requests() {
        return requests[first];
    }

    /** Of the oldest one. */
    long ageMs() {
        return agesMs[first];
    }

    /** Of the oldest one. */
    long sinceNanos() {
        return sinceNanos[first];
    }

    /** The oldest one waits no more. */
    void remove() {
        first = (first + 1) % descriptors.length;
        count--;
    }
}
