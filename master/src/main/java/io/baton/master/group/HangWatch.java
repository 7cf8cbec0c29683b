package io.baton.master.group;

import io.baton.master.conductor.Clock;

/**
 * Asks of every worker, twice a second, whether it still works. When the master itself was stopped or starved meanwhile, no
 * worker is to blame for what was not heard. The conductor's.
 */
final class HangWatch {

    private static final long LOOK_MS = 500;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Seats seats;
    private final FirstStarts firstStarts;

    private long lookedAtNanos;

    /** @param firstStarts goes on when a worker that kept others from booting is gone */
    HangWatch(Clock clock, Seats seats, FirstStarts firstStarts) {
        this.clock = clock;
        this.seats = seats;
        this.firstStarts = firstStarts;
    }

    /** Begins to look. */
    void start() {
        lookedAtNanos = clock.nanoTime();
        clock.after(LOOK_MS, this::look);
    }

    private void look() {
        clock.after(LOOK_MS, this::look);
        firstStarts.go();
        long now = clock.nanoTime();
        boolean late = now - lookedAtNanos > 2 * LOOK_MS * NANOS_PER_MS;
        lookedAtNanos = now;
        seats.forEachWorker(worker -> {
            if (late) {
                worker.excuse(now);
            } else {
                worker.check(now);
            }
        });
    }
}
