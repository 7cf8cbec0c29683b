package io.baton.master.dispatch;

import org.jspecify.annotations.Nullable;

/** How a {@link Dispatcher} stops: its connections wait for a worker as long as there is any. Conductor thread only. */
final class DispatchEnd {

    private boolean begun;
    private @Nullable Runnable whenEmpty;

    /**
     * No more connections come from clients.
     *
     * @param told called once, when no connection waits any more
     */
    void begin(Runnable told) {
        begun = true;
        whenEmpty = told;
    }

    /** Whether the connections that wait are to be ended now. If none waits, the end is told. */
    boolean isDue(int held, int workers) {
        if (!begun) {
            return false;
        }
        if (held > 0) {
            return workers == 0;
        }
        Runnable told = whenEmpty;
        whenEmpty = null;
        if (told != null) {
            told.run();
        }
        return false;
    }
}
