package io.baton.master.group;

import io.baton.master.carried.CarriedSlot;
import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.SlotEvent;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.worker.WorkerHandle;
import java.util.List;

/** What one slot adds to the journal, and shows of itself in a snapshot. Conductor thread only. */
final class SlotReport {

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final ApplicationJournal journal;
    private final int id;
    private final String name;
    private final SlotRecord record;

    private long nextStartNanos;
    private boolean waits;

    /**
     * A slot in which nothing was started since its application started.
     *
     * @param record what is known from before
     */
    SlotReport(Clock clock, ApplicationJournal journal, int id, boolean spare, SlotRecord record) {
        this.clock = clock;
        this.journal = journal;
        this.id = id;
        this.record = record;
        this.name = journal.label() + (spare ? "spare " : "worker ") + id;
    }

    /** The name of the slot and of its worker in the log, as {@code worker 3}. */
    String name() {
        return name;
    }

    /** The next process starts at this time, as the former image of this master has told. */
    void goOn(long startNanos) {
        nextStartNanos = startNanos;
        waits = true;
    }

    /** What the next image of this master goes on with; the processes are missing. */
    CarriedSlot carried(SlotState state, int exitsInARow) {
        return new CarriedSlot(
                record.carried(id), state, exitsInARow, waits, nextStartNanos, false, List.of(), null, null, List.of());
    }

    /** Whether the next process waits for its time. */
    boolean waits() {
        return waits;
    }

    /** What is known beyond the processes. */
    SlotRecord record() {
        return record;
    }

    void replaces(WorkerHandle worker, String reason) {
        journal.add(new WorkerEvent.ReplacementBegun(worker.id(), reason));
    }

    /** The slot takes a spare, which still has its old name. */
    void takes(WorkerHandle spare) {
        journal.add(new WorkerEvent.TookSlot(spare.id(), name));
        waits = false;
    }

    /** The next process starts after this delay. */
    void waits(SlotState state, long delayMs, int exits) {
        journal.add(new SlotEvent.Waits(journal.app(), name, id, state, delayMs, exits));
        nextStartNanos = clock.nanoTime() + delayMs * NANOS_PER_MS;
        waits = true;
    }

    /** The start of a process was ordered. */
    void starts() {
        record.starts();
        waits = false;
    }

    /** A successor did not become ready. */
    void replacementFailed() {
        journal.add(new SlotEvent.ReplacementFailed(journal.app(), name, id));
    }

    void startFailed(String reason) {
        journal.add(new SlotEvent.StartFailed(journal.app(), name, id, reason));
    }

    /** A process of the slot has ended, whether it was to or not. */
    void ended(WorkerHandle dead) {
        String end = dead.end();
        record.ended(end.startsWith("SIG") ? "signal " + end : end);
    }

    void died(WorkerHandle dead) {
        journal.add(new WorkerEvent.Died(dead.id(), dead.readiness().ever(), dead.end()));
    }

    /** The slot now, without its processes. */
    SlotSnapshot snapshot(SlotState state, int exitsInARow) {
        long waitMs = waits ? Math.max(0, (nextStartNanos - clock.nanoTime()) / NANOS_PER_MS) : SlotSnapshot.NO_START;
        return new SlotSnapshot(
                name,
                record.id(),
                id,
                state,
                record.restarts(),
                exitsInARow,
                waitMs,
                record.lastExit(),
                record.lastExitAtMs(),
                null,
                null,
                null,
                null,
                List.of());
    }
}
