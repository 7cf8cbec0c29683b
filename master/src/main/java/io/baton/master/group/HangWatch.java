package io.baton.master.group;

import io.baton.master.conductor.Clock;

/**
 * Asks twice a second of every worker whether it still works. A master that was itself stopped or starved since the last look
 * blames no worker for its silence. Conductor thread only.
 */
final class HangWatch {

    private static final long LOOK_MS = 500;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Slots slots;

    private long lookedAtNanos;

    HangWatch(Clock clock, Slots slots) {
        this.clock = clock;
        this.slots = slots;
    }

    /** Begins to look. */
    void start() {
        lookedAtNanos = clock.nanoTime();
        clock.after(LOOK_MS, this::look);
    }

    private void look() {
        clock.after(LOOK_MS, this::look);
        long now = clock.nanoTime();
        boolean late = now - lookedAtNanos > 2 * LOOK_MS * NANOS_PER_MS;
        lookedAtNanos = now;
        slots.forEachWorker(worker -> {
            if (late) {
                worker.vigil().excuse(now);
            } else {
                worker.vigil().check(now);
            }
        });
    }
}
