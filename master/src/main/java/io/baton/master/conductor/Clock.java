package io.baton.master.conductor;

/** The conductor's time and its timers. A test has a clock that it turns by hand. */
public interface Clock {

    /** Nanoseconds since an arbitrary moment. Changes of the wall clock do not move it. */
    long nanoTime();

    /**
     * Runs the action on the conductor, this many milliseconds from now or later.
     *
     * @return cancels the action if it has not begun
     */
    Cancel after(long ms, Runnable action);

    /** Runs the action on the conductor as soon as possible. Any thread may call. */
    default void post(Runnable action) {
        after(0, action);
    }

    /** Cancels a timer. Has no effect when the timer has run already. */
    @FunctionalInterface
    interface Cancel {

        /** Cancels. On the conductor. */
        void cancel();
    }
}
