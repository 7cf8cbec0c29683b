package io.baton.master.journal;

import io.baton.master.snapshot.SlotState;
import java.lang.System.Logger.Level;

/** A slot changes: it waits for its next process, or a process fails to start. */
public sealed interface SlotEvent extends Event {

    /** The slot, as {@code worker 3}. */
    String name();

    /** The number of the slot. */
    int slot();

    /**
     * The next process starts after a delay.
     *
     * @param state {@code BACKOFF} or {@code ERRORED}
     * @param exits since a worker was last stable there
     */
    record Waits(String app, String name, int slot, SlotState state, long delayMs, int exits) implements SlotEvent {

        @Override
        public Level level() {
            return state == SlotState.ERRORED ? Level.ERROR : Level.WARNING;
        }

        @Override
        public String text() {
            return name + (state == SlotState.ERRORED ? " errored" : " waiting restart") + ": next start in " + delayMs
                    + " ms, after " + exits + " exits in a row";
        }

        @Override
        public String type() {
            return "slot.waits";
        }
    }

    /** A process could not be started. */
    record StartFailed(String app, String name, int slot, String reason) implements SlotEvent {

        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return name + " could not be started: " + reason;
        }

        @Override
        public String type() {
            return "slot.start_failed";
        }
    }

    /** A worker was to be replaced, and its successor did not become ready. The worker serves on. */
    record ReplacementFailed(String app, String name, int slot) implements SlotEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return name + " is not replaced: its successor did not become ready";
        }

        @Override
        public String type() {
            return "slot.replacement_failed";
        }
    }
}
