package io.baton.master.worker;

import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.journal.WorkerId;
import io.baton.master.snapshot.WorkerState;
import java.lang.System.Logger.Level;

/** What one worker adds to the journal, under the name that it has at the time. Conductor thread only. */
final class WorkerReport {

    /** A reason in a worker's words may be megabytes long, and the journal keeps many. */
    private static final int MAX_REASON = 500;

    private final ApplicationJournal journal;

    private WorkerId id;
    private boolean quiet;

    /** @param id its first name */
    WorkerReport(ApplicationJournal journal, WorkerId id) {
        this.journal = journal;
        this.id = id;
    }

    /** Its name now. */
    WorkerId id() {
        return id;
    }

    /** The worker has this slot and name from now on. */
    void rename(int slot, String name) {
        id = new WorkerId(id.app(), name, slot, id.pid());
    }

    /** The worker serves no clients: its steps do not matter to an operator. */
    void beQuiet() {
        quiet = true;
    }

    void created(long ms) {
        journal.add(new WorkerEvent.Created(id, ms));
    }

    void stepped(WorkerState from, WorkerState to, String reason, Level level) {
        journal.add(new WorkerEvent.Stepped(id, from, to, cut(reason), quiet ? Level.DEBUG : level));
    }

    void hangs(String reason) {
        journal.add(new WorkerEvent.Hung(id, reason));
    }

    void brokeProtocol(String reason) {
        journal.add(new WorkerEvent.BrokeProtocol(id, cut(reason)));
    }

    private static String cut(String reason) {
        if (reason.length() <= MAX_REASON) {
            return reason;
        }
        int end = Character.isHighSurrogate(reason.charAt(MAX_REASON - 1)) ? MAX_REASON - 1 : MAX_REASON;
        return reason.substring(0, end) + "...";
    }
}
