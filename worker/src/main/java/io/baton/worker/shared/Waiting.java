package io.baton.worker.shared;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many calls wait for the master, and how many bytes with them. Both are bounded. Any thread may call. */
final class Waiting {

    /** More calls than the master carries out in a second or so would only wait, and hold memory. */
    static final int MOST_CALLS = 10_000;

    static final long MOST_BYTES = 16L << 20;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Counts a call, also one that is too many: {@link #remove} follows in any case.
     *
     * @return false if it is too many
     */
    boolean add(int callBytes) {
        int allCalls = calls.incrementAndGet();
        long allBytes = bytes.addAndGet(callBytes);
        return allCalls <= MOST_CALLS && allBytes <= MOST_BYTES;
    }

    /** The call is over. */
    void remove(int callBytes) {
        calls.decrementAndGet();
        bytes.addAndGet(-callBytes);
    }

    /** Why a call is too many. */
    @Override
    public String toString() {
        return calls + " calls with " + bytes + " bytes wait for the master (expected: at most " + MOST_CALLS + " with "
                + MOST_BYTES + " bytes)";
    }
}
