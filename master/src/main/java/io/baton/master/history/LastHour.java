package io.baton.master.history;

/** How often something happened in the last hour, by the minute. Conductor thread only. */
final class LastHour {

    /** The hour. */
    static final long MS = 3_600_000;

    private static final int MINUTES = 60;
    private static final long MS_PER_MINUTE = 60_000;

    private final long[] counts = new long[MINUTES];

    /** The minute that is counted now, since the master began. */
    private long minute;

    /** It has happened so many times more. */
    void add(long nowMs, long count) {
        turn(nowMs);
        counts[(int) (minute % MINUTES)] += count;
    }

    /** How often it has happened in this minute and the 59 before. */
    long sum(long nowMs) {
        turn(nowMs);
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    private void turn(long nowMs) {
        long now = nowMs / MS_PER_MINUTE;
        for (long passed = Math.min(MINUTES, now - minute); passed > 0; passed--) {
            counts[(int) ((now - passed + 1) % MINUTES)] = 0;
        }
        minute = now;
    }
}
