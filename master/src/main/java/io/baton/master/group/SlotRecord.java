package io.baton.master.group;

import io.baton.master.carried.CarriedRecord;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.protocol.log.LogLine;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a slot beyond the processes in it and beyond a stop of its application: its number in the master, how often
 * a process was started in it, and how the last one ended. Conductor thread only.
 */
final class SlotRecord {

    private final int id;

    private int starts;
    private @Nullable String lastExit;
    private long lastExitAtMs;

    /** @param id its number in the master */
    SlotRecord(int id) {
        this.id = id;
    }

    /** That of a spare. */
    static SlotRecord ofSpare() {
        return new SlotRecord(SlotSnapshot.NO_ID);
    }

    int id() {
        return id;
    }

    /** That of the former image of this master. */
    static SlotRecord of(CarriedRecord carried) {
        SlotRecord record = new SlotRecord(carried.id());
        record.starts = carried.starts();
        record.lastExit = carried.lastExit().isEmpty() ? null : carried.lastExit();
        record.lastExitAtMs = carried.lastExitAtMs();
        return record;
    }

    /**
     * What the next image of this master goes on with.
     *
     * @param slot its number in the application
     */
    CarriedRecord carried(int slot) {
        return new CarriedRecord(slot, id, starts, lastExit == null ? "" : lastExit, lastExitAtMs);
    }

    /** A process is started, or a spare takes the slot. */
    void starts() {
        starts++;
    }

    /** How many processes there were after the first one. */
    int restarts() {
        return Math.max(0, starts - 1);
    }

    /** A process has ended. */
    void ended(String end) {
        lastExit = end;
        lastExitAtMs = LogLine.wallClockMs();
    }

    /** In words; null if no process has ended. */
    @Nullable
    String lastExit() {
        return lastExit;
    }

    /** By the clock on the wall; 0 if no process has ended. */
    long lastExitAtMs() {
        return lastExitAtMs;
    }

    /** Counts from now on. */
    void reset() {
        starts = Math.min(starts, 1);
    }
}
