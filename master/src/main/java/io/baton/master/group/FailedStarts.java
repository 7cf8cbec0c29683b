package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.worker.WorkerHandle;
import java.util.List;

/** Tells the group of a crew when no start will do better than those that failed. Conductor thread only. */
final class FailedStarts {

    private final Clock clock;
    private final CrewEvents events;
    private final Shutdown shutdown;
    private final Slots slots;
    private final BootFailures failures = new BootFailures();

    /** @param shutdown a start that fails while the workers leave tells nothing */
    FailedStarts(Clock clock, CrewEvents events, Shutdown shutdown, Slots slots) {
        this.clock = clock;
        this.events = events;
        this.shutdown = shutdown;
        this.slots = slots;
    }

    /** A worker became ready. */
    void ready() {
        failures.ready();
    }

    /** A worker has died. If it never was ready, its start has failed. */
    void died(WorkerHandle worker) {
        if (!worker.readiness().ever() && isHopeless()) {
            // By then the worker's last lines have been read.
            clock.post(() ->
                    worker.remains().lastLines(lines -> events.noneStarts(failures.inWords(worker.end(), lines))));
        }
    }

    /** A process could not be started, for this reason. */
    void notStarted(String reason) {
        if (isHopeless()) {
            events.noneStarts(failures.inWords(reason, List.of()));
        }
    }

    private boolean isHopeless() {
        return !shutdown.letsGo() && failures.failed(slots.anyAtFirstStart());
    }
}
