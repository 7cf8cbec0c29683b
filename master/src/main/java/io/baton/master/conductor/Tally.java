package io.baton.master.conductor;

import java.util.function.LongConsumer;

/**
 * Counts events that may come in great numbers, and reports the count at most once a second, for the log. Conductor thread
 * only.
 */
public final class Tally {

    private static final long REPORT_EVERY_MS = 1_000;

    private final Clock clock;
    private final LongConsumer report;

    private long count;
    private boolean reportIsDue;

    /** @param report gets the count so far, one second after the first event that is not reported yet */
    public Tally(Clock clock, LongConsumer report) {
        this.clock = clock;
        this.report = report;
    }

    /** Counts one more event. */
    public void add() {
        count++;
        if (!reportIsDue) {
            reportIsDue = true;
            clock.after(REPORT_EVERY_MS, this::report);
        }
    }

    private void report() {
        reportIsDue = false;
        report.accept(count);
    }
}
