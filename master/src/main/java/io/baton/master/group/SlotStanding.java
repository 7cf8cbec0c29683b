package io.baton.master.group;

import io.baton.master.snapshot.SlotState;

/** What goes on in one slot now, which its processes and the operator's words decide. Conductor thread only. */
final class SlotStanding {

    private final boolean spare;
    private final SlotReport report;
    private final Launching launching;
    private final Occupants occupants;
    private final Succession succession;

    private SlotState state = SlotState.BACKOFF;

    /** Of a slot that is empty. */
    SlotStanding(boolean spare, SlotReport report, Launching launching, Occupants occupants, Succession succession) {
        this.spare = spare;
        this.report = report;
        this.launching = launching;
        this.occupants = occupants;
        this.succession = succession;
    }

    SlotState state() {
        return state;
    }

    /** The slot is so from now on. */
    void is(SlotState now) {
        state = now;
    }

    /** Whether the slot is to stay without a worker. */
    boolean isStopped() {
        return state == SlotState.STOPPED;
    }

    /** Whether no process is here or being started. */
    boolean isEmpty() {
        return occupants.all().isEmpty() && !launching.goesOn();
    }

    /** Whether a process is being started, or the worker is not ready yet. */
    boolean isBooting() {
        return launching.goesOn() || occupants.haveBootingWorker();
    }

    /** Whether the worker can be replaced now, or the next one started earlier than it would be. */
    boolean mayBeReplaced() {
        boolean changes = succession.isReplacing() || succession.leavesFirst() || launching.goesOn();
        return state != SlotState.STOPPED && !changes && (occupants.worker() != null || report.waits());
    }

    /** Whether a process is being started, or boots to replace the worker. */
    boolean awaitsSuccessor() {
        return launching.goesOn() || occupants.successor() != null || succession.leavesFirst();
    }

    /** Whether no process was ever ordered here, and none waits for its time. */
    boolean isUntouched() {
        return state == SlotState.BACKOFF && isEmpty() && !report.waits();
    }

    /** Whether a process was ordered and is not there yet. */
    boolean isSpawning() {
        return launching.goesOn();
    }

    /** Something has changed: the state follows, unless the slot has stopped. */
    void settle() {
        if (state != SlotState.STOPPED
                && (occupants.worker() != null || launching.goesOn() || succession.leavesFirst())) {
            boolean changing = succession.isReplacing() || occupants.someLeave();
            state = spare ? SlotState.SPARE : changing ? SlotState.REPLACING : SlotState.RUNNING;
        }
    }
}
