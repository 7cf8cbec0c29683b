package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;

/**
 * Writes down the connections that no worker took: the first one at once, then how many there were and how fast they came, at
 * most once in ten seconds. Conductor thread only.
 */
final class UnservedReport {

    private static final long EVERY_MS = 10_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Clock clock;
    private final ApplicationJournal journal;
    private final String end;

    private long untold;
    private long toldNanos;
    private boolean waits;

    /** @param end how these connections end, as {@code closed} */
    UnservedReport(Clock clock, ApplicationJournal journal, String end) {
        this.clock = clock;
        this.journal = journal;
        this.end = end;
    }

    /** Counts one connection. */
    void one() {
        untold++;
        if (!waits) {
            tell(0);
        }
    }

    private void tell(double perSecond) {
        journal.refusedClients(end, untold, perSecond);
        untold = 0;
        toldNanos = clock.nanoTime();
        waits = true;
        clock.after(EVERY_MS, this::look);
    }

    private void look() {
        waits = false;
        if (untold > 0) {
            double seconds = (clock.nanoTime() - toldNanos) / NANOS_PER_SECOND;
            // With one decimal, and never as if there had been none.
            tell(Math.max(0.1, Math.round(untold / seconds * 10) / 10.0));
        }
    }
}
