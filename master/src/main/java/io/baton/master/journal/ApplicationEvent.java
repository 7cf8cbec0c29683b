package io.baton.master.journal;

import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of state of a whole application. */
public sealed interface ApplicationEvent extends Event {

    /**
     * The application begins to start.
     *
     * @param label begins the line; empty if the master has no other application
     * @param facts why so many workers and spares
     */
    record Started(String app, String label, int workers, int spares, String facts) implements ApplicationEvent {

        @Override
        public String text() {
            return label + "workers " + workers + ", spares " + spares + " (" + facts + ")";
        }

        @Override
        public String type() {
            return "app.started";
        }
    }

    /**
     * All workers are ready at the same time for the first time.
     *
     * @param label as in {@link Started}
     * @param what how many workers, and where they serve
     * @param seconds since the process of the master began, as {@code 0.7}; null if the start was given up before
     */
    record Ready(String app, String label, String what, @Nullable String seconds) implements ApplicationEvent {

        @Override
        public String text() {
            return label + (seconds == null ? "ready after all: " + what : "ready: " + what + " in " + seconds + " s");
        }

        @Override
        public String type() {
            return "app.ready";
        }
    }

    /** The application does not start. */
    record CannotStart(String app, String reason) implements ApplicationEvent {

        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return app + " cannot start: " + reason;
        }

        @Override
        public String type() {
            return "app.cannot_start";
        }
    }

    /**
     * The operator has stopped the application: no process of it is left.
     *
     * @param label as in {@link Started}
     */
    record Stopped(String app, String label) implements ApplicationEvent {

        @Override
        public String text() {
            return label + "stopped by the operator: no process is left";
        }

        @Override
        public String type() {
            return "app.stopped";
        }
    }

    /** The master has forgotten the application. */
    record Deleted(String app) implements ApplicationEvent {

        @Override
        public String text() {
            return app + " deleted";
        }

        @Override
        public String type() {
            return "app.deleted";
        }
    }

    /**
     * The application has one worker more.
     *
     * @param label as in {@link Started}
     * @param workers how many it has now
     */
    record Grew(String app, String label, int workers) implements ApplicationEvent {

        @Override
        public String text() {
            return label + "one worker more: " + workers;
        }

        @Override
        public String type() {
            return "app.grew";
        }
    }

    /**
     * The application has one worker less.
     *
     * @param label as in {@link Started}
     * @param workers how many it has now
     * @param leaving the processes that leave
     */
    record Shrank(String app, String label, int workers, List<WorkerId> leaving) implements ApplicationEvent {

        @Override
        public String text() {
            return label + "one worker less: " + workers + "; " + leaving + " leave";
        }

        @Override
        public String type() {
            return "app.shrank";
        }
    }

    /**
     * The application keeps its only worker.
     *
     * @param label as in {@link Started}
     */
    record DidNotShrink(String app, String label, int workers) implements ApplicationEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return label + "no worker less: " + workers;
        }

        @Override
        public String type() {
            return "app.did_not_shrink";
        }
    }

    /**
     * Numbers that the application counts by itself are not on the master's page of metrics.
     *
     * @param what in words, with the reason
     */
    record MetricsLeftOut(String app, String what) implements ApplicationEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return (app.isEmpty() ? "" : app + ": ") + what;
        }

        @Override
        public String type() {
            return "app.metrics_left_out";
        }
    }

    /**
     * The state that workers share is full, or cannot be kept, or a worker does not use it as it should.
     *
     * @param what in words
     */
    record SharingTroubled(String app, String what) implements ApplicationEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return app + ", shared state: " + what;
        }

        @Override
        public String type() {
            return "app.sharing_troubled";
        }
    }

    /**
     * Clients were refused, because no worker took their connections in time, or the application stops.
     *
     * @param label as in {@link Started}
     * @param end how the connections ended, as {@code answered 503}
     * @param count since the event of this kind before, or 1
     * @param perSecond over the same time; 0 for the first one
     */
    record RefusedClients(String app, String label, String end, long count, double perSecond)
            implements ApplicationEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return label + "no worker was ready: " + count + (count == 1 ? " connection " : " connections ") + end
                    + (perSecond == 0 ? "" : ", " + perSecond + " a second");
        }

        @Override
        public String type() {
            return "limit.hit";
        }
    }

    /**
     * A worker is dead and has left children, which get a signal.
     *
     * @param leader the pid of the worker
     * @param killed whether it is SIGKILL, because they ignored SIGTERM
     */
    record LeftChildren(String app, int leader, boolean killed) implements ApplicationEvent {

        @Override
        public Level level() {
            return killed ? Level.WARNING : Level.INFO;
        }

        @Override
        public String text() {
            return "children of pid " + leader + (killed ? " ignored SIGTERM: SIGKILL" : " outlived it: SIGTERM");
        }

        @Override
        public String type() {
            return "app.left_children";
        }
    }
}
