package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Counts connections that waited in vain, and says so once a second at most. The conductor's. */
final class UnservedReport {

    private static final Logger LOG = System.getLogger(UnservedReport.class.getName());
    private static final long EVERY_MS = 1_000;

    private final Clock clock;
    private final String end;

    private long count;
    private boolean pending;

    /**
     * Nobody yet.
     *
     * @param end how they end, as {@code closed}
     */
    UnservedReport(Clock clock, String end) {
        this.clock = clock;
        this.end = end;
    }

    void one() {
        count++;
        if (!pending) {
            pending = true;
            clock.after(EVERY_MS, this::say);
        }
    }

    private void say() {
        pending = false;
        LOG.log(Level.WARNING, "no worker was ready: {0} connections {1} so far", count, end);
    }
}
