package io.baton.master.supervisor;

/** When a worker was last heard, and whether it has been silent for too long. The conductor's. */
final class Heartbeat {

    private static final long NANOS_PER_MS = 1_000_000;

    private long heardAtNanos;
    private boolean expected;

    /** Whatever the worker says shows that its event loop turns. */
    void heard(long nowNanos) {
        heardAtNanos = nowNanos;
    }

    /** The worker said that it would beat; a plain Node process may block its loop for seconds by design. */
    void expect(boolean beats) {
        expected = beats;
    }

    boolean isSilent(long nowNanos, long limitMs) {
        return expected && nowNanos - heardAtNanos > limitMs * NANOS_PER_MS;
    }
}
