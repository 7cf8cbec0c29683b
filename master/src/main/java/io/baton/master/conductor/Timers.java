package io.baton.master.conductor;

import java.util.HashSet;
import java.util.Set;

/**
 * A clock whose timers can be cancelled all at once, when the work that they belong to has ended. Conductor thread only, but
 * for {@link #post} and {@link #nanoTime}.
 */
public final class Timers implements Clock {

    private final Clock clock;
    private final Set<Timer> pending = new HashSet<>();

    private boolean ended;

    /** Timers of this clock. */
    public Timers(Clock clock) {
        this.clock = clock;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    /** As promised by {@link Clock#after}; does nothing after {@link #end}. */
    @Override
    public Cancel after(long ms, Runnable action) {
        if (ended) {
            return () -> {};
        }
        Timer timer = new Timer(action);
        pending.add(timer);
        timer.cancel = clock.after(ms, timer);
        return timer;
    }

    @Override
    public void post(Runnable action) {
        clock.post(action);
    }

    /** Cancels every timer that has not begun, and all that would be set from now on. */
    public void end() {
        ended = true;
        pending.forEach(timer -> timer.cancel.cancel());
        pending.clear();
    }

    /** How many timers have neither begun nor been cancelled. */
    public int pending() {
        return pending.size();
    }

    /** One timer, which forgets itself when it begins or is cancelled. */
    private final class Timer implements Runnable, Cancel {

        private final Runnable action;

        private Cancel cancel = () -> {};

        Timer(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (pending.remove(this)) {
                action.run();
            }
        }

        @Override
        public void cancel() {
            pending.remove(this);
            cancel.cancel();
        }
    }
}
