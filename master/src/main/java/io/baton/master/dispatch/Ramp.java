package io.baton.master.dispatch;

/**
 * How much of its share a worker gets while it is new: of the connections that are its turn a growing part. What it has gained in
 * turns without a connection is kept, so that its connections come at even distances. Conductor thread only.
 */
final class Ramp {

    /** At the beginning a tenth: a worker without requests stays cold. */
    private static final int LEAST_PART = 10;

    private boolean hasJoined;
    private boolean climbs;
    private boolean passedOver;
    private long sinceNanos;
    private long gainedNanos;

    /**
     * The worker gets connections from now on. Only the first time counts.
     *
     * @param amongWarm whether there are workers for which this ramp is over
     */
    void join(boolean amongWarm, long nowNanos) {
        if (!hasJoined) {
            hasJoined = true;
            climbs = amongWarm;
            sinceNanos = nowNanos;
        }
    }

    /** Whether the worker gets its whole share, and has got connections for so long. */
    boolean isOver(long lengthNanos, long nowNanos) {
        return hasJoined && nowNanos - sinceNanos >= lengthNanos;
    }

    /** It is the worker's turn. Returns whether it gets the connection. */
    boolean takesTurn(long lengthNanos, long nowNanos) {
        if (!climbs || isOver(lengthNanos, nowNanos)) {
            climbs = false;
            return true;
        }
        gainedNanos += Math.max(nowNanos - sinceNanos, lengthNanos / LEAST_PART);
        if (gainedNanos < lengthNanos) {
            return false;
        }
        gainedNanos -= lengthNanos;
        return true;
    }

    /** For this choice the worker counts as one that cannot take the connection, or does so no more. */
    void passOver(boolean passed) {
        passedOver = passed;
    }

    boolean isPassedOver() {
        return passedOver;
    }
}
