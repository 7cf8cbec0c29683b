package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Unserved;
import io.baton.master.journal.ApplicationJournal;

/** Closes a connection that no worker could take and whose protocol the master does not know. Conductor thread only. */
final class HangUp implements Unserved {

    private final UnservedReport report;

    HangUp(Clock clock, ApplicationJournal journal) {
        this.report = new UnservedReport(clock, journal, "closed");
    }

    @Override
    public void end(Connection connection) {
        connection.close();
        report.one();
    }
}
