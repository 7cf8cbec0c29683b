package io.baton.master.conductor;

/** Time as the conductor tells it; a test turns one by hand. */
public interface Clock {

    /** Nanoseconds since some moment, monotonic: wall-clock changes do not move it. */
    long nanoTime();

    /**
     * Runs the action on the conductor, not before so many milliseconds from now.
     *
     * @return cancels it if it has not begun
     */
    Cancel after(long ms, Runnable action);

    /** Runs the action on the conductor, as soon as it can, from any thread. */
    default void post(Runnable action) {
        after(0, action);
    }

    /** Takes a timer back; does nothing when it ran already. */
    @FunctionalInterface
    interface Cancel {

        /** Cancels. On the conductor. */
        void cancel();
    }
}
