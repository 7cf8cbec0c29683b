package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Tally;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Passes each message that one worker sends with {@code process.send} on to all other workers, as the primary of a cluster
 * does that relays. A worker that does not read loses the messages that do not fit into its share of memory; no other worker
 * waits for it. Conductor thread only.
 */
final class Relay {

    private static final Logger LOG = System.getLogger(Relay.class.getName());

    private final Slots slots;
    private final Tally lost;

    private String lastDeaf = "";

    /** Relays between the workers of all slots, spares included. */
    Relay(Clock clock, Slots slots) {
        this.slots = slots;
        this.lost = new Tally(clock, this::warn);
    }

    /** Passes on what the speaker has said. */
    void pass(WorkerHandle speaker, Message.User words) {
        slots.forEachWorker(worker -> {
            if (worker != speaker && !worker.hears(words)) {
                lastDeaf = worker.toString();
                lost.add();
            }
        });
    }

    private void warn(long count) {
        LOG.log(Level.WARNING, "{0} does not read what other workers say; messages lost so far: {1}", lastDeaf, count);
    }
}
