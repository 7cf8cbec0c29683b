package io.baton.master.journal;

import java.lang.System.Logger.Level;

/** A change of state of the master. */
public sealed interface MasterEvent extends Event {

    @Override
    default String app() {
        return "";
    }

    /** The master has opened what it has to, and starts its first application. */
    record Started(int pid) implements MasterEvent {

        @Override
        public String text() {
            return "master (pid " + pid + ")";
        }

        @Override
        public String type() {
            return "master.started";
        }
    }

    /**
     * Another image of the master goes on, with the same processes and sockets.
     *
     * @param from the version of Baton of the former image
     * @param to that of this one
     * @param ms for which no connection was accepted
     */
    record Upgraded(int pid, String from, String to, long ms) implements MasterEvent {

        @Override
        public String text() {
            return "master (pid " + pid + ") upgraded from " + from + " to " + to + " in " + ms + " ms";
        }

        @Override
        public String type() {
            return "master.upgraded";
        }
    }

    /** An upgrade was not done, and all goes on as before. */
    record NotUpgraded(String reason) implements MasterEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "not upgraded: " + reason;
        }

        @Override
        public String type() {
            return "master.not_upgraded";
        }
    }

    /**
     * The master is to stop, and says so before it does.
     *
     * @param delayMs how long it still accepts connections
     */
    record NotReady(String reason, long delayMs) implements MasterEvent {
        @Override
        public String text() {
            return "not ready: " + reason + "; stopping in " + delayMs + " ms";
        }

        @Override
        public String type() {
            return "master.not_ready";
        }
    }

    /** The master begins to stop: it accepts no more and lets the workers finish. */
    record Stopping(String reason) implements MasterEvent {

        @Override
        public String text() {
            return "stopping: " + reason;
        }

        @Override
        public String type() {
            return "master.stopping";
        }
    }

    /** The master stops at once: the workers are killed. */
    record Interrupted() implements MasterEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "second SIGINT: stopping at once";
        }

        @Override
        public String type() {
            return "master.interrupted";
        }
    }

    /** No worker is left, and the master ends. */
    record Stopped() implements MasterEvent {

        @Override
        public String text() {
            return "stopped";
        }

        @Override
        public String type() {
            return "master.stopped";
        }
    }

    /**
     * A class-data archive is made.
     *
     * @param app whose it is; empty for that of Baton's own workers
     * @param label begins the line; empty if no application has to be told from another
     */
    record ArchiveMade(String app, String label) implements MasterEvent {

        @Override
        public String text() {
            return label + "class-data archive made: later workers start faster";
        }

        @Override
        public String type() {
            return "archive.made";
        }
    }

    /**
     * No class-data archive is made.
     *
     * @param app as in {@link ArchiveMade}
     * @param label as there
     * @param level whether the operator can do something about it
     */
    record ArchiveNotMade(String app, String label, String reason, Level level) implements MasterEvent {

        @Override
        public String text() {
            return label + "no class-data archive: " + reason;
        }

        @Override
        public String type() {
            return "archive.not_made";
        }
    }
}
