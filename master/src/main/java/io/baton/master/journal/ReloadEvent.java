package io.baton.master.journal;

import java.lang.System.Logger.Level;

/** A step of the reload of an application. */
public sealed interface ReloadEvent extends Event {

    /**
     * A reload cannot begin, for this reason.
     *
     * @param label begins the line; empty if the master has no other application
     */
    record Refused(String app, String label, String reason) implements ReloadEvent {

        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return label + "not reloaded: " + reason;
        }

        @Override
        public String type() {
            return "reload.refused";
        }
    }

    /**
     * The workers are replaced from now on, one after the other.
     *
     * @param label as in {@link Refused}
     * @param generation of the workers that start
     * @param reason what asked for it
     */
    record Begun(String app, String label, int generation, String reason) implements ReloadEvent {

        @Override
        public String text() {
            return label + "reload to generation " + generation + ": " + reason;
        }

        @Override
        public String type() {
            return "reload.begun";
        }
    }

    /**
     * The first worker of the new generation is ready. It gets no connections until it has lived for the time of trial.
     *
     * @param ms of the trial
     */
    record OnTrial(WorkerId worker, long ms) implements ReloadEvent {

        @Override
        public String app() {
            return worker.app();
        }

        @Override
        public String text() {
            return worker + " is ready, and gets connections if it lives for " + ms + " ms";
        }

        @Override
        public String type() {
            return "reload.on_trial";
        }
    }

    /**
     * All workers are of the new generation, and those of before are gone.
     *
     * @param label as in {@link Refused}
     */
    record Done(String app, String label, int generation, long ms) implements ReloadEvent {

        @Override
        public String text() {
            return label + "reloaded: generation " + generation + " serves, after " + ms + " ms";
        }

        @Override
        public String type() {
            return "reload.done";
        }
    }

    /**
     * A worker of the new generation does not work. The workers of before stay.
     *
     * @param label as in {@link Refused}
     */
    record Failed(String app, String label, int generation, String reason) implements ReloadEvent {

        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return label + "reload to generation " + generation + " failed: " + reason;
        }

        @Override
        public String type() {
            return "reload.failed";
        }
    }

    /**
     * One of the last lines of the worker that made the reload fail.
     *
     * @param label as in {@link Refused}
     */
    record LastLine(String app, String label, String line) implements ReloadEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return label + "its last lines: " + line;
        }

        @Override
        public String type() {
            return "reload.last_line";
        }
    }

    /**
     * A reload has failed, and a worker that was replaced already cannot go back to what it was started from.
     *
     * @param name of the worker
     */
    record Stays(String app, String name, String reason) implements ReloadEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return name + " stays as it is: " + reason;
        }

        @Override
        public String type() {
            return "reload.stays";
        }
    }
}
