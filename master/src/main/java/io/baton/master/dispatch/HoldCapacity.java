package io.baton.master.dispatch;

/** How many connections of a listener may wait. */
public final class HoldCapacity {

    private static final int LEAST = 8;

    /** Descriptors that waiting connections leave to the master's files, the workers' channels and pipes, and the lanes. */
    private static final int RESERVE = 256;

    private HoldCapacity() {}

    /**
     * How many may in a process that may have so many descriptors. Half of those beyond the reserve: a connection that was
     * answered 503 keeps its descriptor for a second, while a new one already waits in its place.
     */
    public static int within(long descriptors) {
        return (int) Math.max(LEAST, Math.min(Dispatcher.HOLD_CAPACITY, (descriptors - RESERVE) / 2));
    }
}
