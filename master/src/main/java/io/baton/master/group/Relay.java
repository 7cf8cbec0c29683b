package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Passes what one worker says with {@code process.send} on to all others, as the primary of a cluster does that relays. A
 * worker that does not read loses what is beyond its share of memory; nobody else waits for it. Conductor thread only.
 */
final class Relay {

    private static final Logger LOG = System.getLogger(Relay.class.getName());
    private static final long WARN_EVERY_NANOS = 1_000_000_000;

    private final Clock clock;
    private final Seats seats;

    private long lost;
    private long warnedAtNanos;

    /** Relays between all workers of these seats, spares included. */
    Relay(Clock clock, Seats seats) {
        this.clock = clock;
        this.seats = seats;
        this.warnedAtNanos = clock.nanoTime() - WARN_EVERY_NANOS;
    }

    /** One worker said this, for the others. */
    void pass(WorkerHandle speaker, Message.User words) {
        seats.forEachWorker(worker -> {
            if (worker != speaker && !worker.hears(words)) {
                lost++;
                warn(worker);
            }
        });
    }

    private void warn(WorkerHandle deaf) {
        long now = clock.nanoTime();
        if (now - warnedAtNanos >= WARN_EVERY_NANOS) {
            warnedAtNanos = now;
            LOG.log(Level.WARNING, "{0} does not read what other workers say; messages lost: {1}", deaf, lost);
            lost = 0;
        }
    }
}
