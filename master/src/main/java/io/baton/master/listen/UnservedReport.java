package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Tally;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Counts the connections that no worker took, and logs their number at most once a second. Conductor thread only. */
final class UnservedReport {

    private static final Logger LOG = System.getLogger(UnservedReport.class.getName());

    private final Tally unserved;

    /** @param end how these connections end, as {@code closed} */
    UnservedReport(Clock clock, String end) {
        unserved = new Tally(
                clock, count -> LOG.log(Level.WARNING, "no worker was ready: {0} connections {1} so far", count, end));
    }

    /** Counts one connection. */
    void one() {
        unserved.add();
    }
}
