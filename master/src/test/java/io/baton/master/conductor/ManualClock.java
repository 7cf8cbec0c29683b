package io.baton.master.conductor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that a test turns by hand. Timers run in order, on the test's thread. */
public final class ManualClock implements Clock {

    private static final long NANOS_PER_MS = 1_000_000;

    private final List<Timer> timers = new ArrayList<>();

    // Far from 0, because System.nanoTime() may be too.
    private long now = -4_000_000_000_000_000_000L;

    private int made;

    private record Timer(long at, int number, Runnable action) {}

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Cancel after(long ms, Runnable action) {
        Timer timer = new Timer(now + ms * NANOS_PER_MS, made++, action);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Lets this many milliseconds pass and runs every timer at its time. */
    public void advanceMs(long ms) {
        advanceNanos(ms * NANOS_PER_MS);
    }

    /** As {@link #advanceMs}, in nanoseconds. */
    public void advanceNanos(long nanos) {
        long until = now + nanos;
        for (Optional<Timer> next = next(until); next.isPresent(); next = next(until)) {
            timers.remove(next.get());
            now = next.get().at();
            next.get().action().run();
        }
        now = until;
    }

    /** The number of timers that have not run. */
    public int timers() {
        return timers.size();
    }

    private Optional<Timer> next(long until) {
        return timers.stream().filter(timer -> timer.at() <= until).min(Comparator.comparingLong(Timer::at));
    }
}
