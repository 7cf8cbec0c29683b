package io.baton.master.journal;

import io.baton.master.snapshot.WorkerState;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** A change of state of one worker. */
public sealed interface WorkerEvent extends Event {

    /** The worker, under the name that it had then. */
    WorkerId worker();

    @Override
    default String app() {
        return worker().app();
    }

    /**
     * The worker has a process.
     *
     * @param ms from the order to the process
     */
    record Created(WorkerId worker, long ms) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return worker + " created in " + ms + " ms";
        }

        @Override
        public String type() {
            return "worker.created";
        }
    }

    /**
     * The worker went from one state to another.
     *
     * @param level how important this step of this worker is
     */
    record Stepped(WorkerId worker, WorkerState from, WorkerState to, String reason, Level level)
            implements WorkerEvent {

        @Override
        public String text() {
            return worker + " " + from + " -> " + to + ": " + reason;
        }

        @Override
        public String type() {
            return "worker.state";
        }
    }

    /** The worker hangs, and is about to be killed. */
    record Hung(WorkerId worker, String reason) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return worker + " hangs: " + reason;
        }

        @Override
        public String type() {
            return "worker.hung";
        }
    }

    /** The worker fails when it is asked whether it is healthy, and is to be replaced. */
    record Unhealthy(WorkerId worker, String reason) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return worker + " is unhealthy: " + reason;
        }

        @Override
        public String type() {
            return "worker.unhealthy";
        }
    }

    /** The worker was unhealthy and answers well again, before it was replaced. */
    record Recovered(WorkerId worker) implements WorkerEvent {

        @Override
        public String text() {
            return worker + " is healthy again";
        }

        @Override
        public String type() {
            return "worker.recovered";
        }
    }

    /** The threads of a worker that is unhealthy are in this file; without a file they are among what it printed. */
    record KeptThreads(WorkerId worker, @Nullable String evidence) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return worker + " was asked for its threads: they are in "
                    + (evidence == null ? "what it printed" : evidence);
        }

        @Override
        public String type() {
            return "worker.kept_threads";
        }
    }

    /** The worker broke the protocol, and is about to be killed. */
    record BrokeProtocol(WorkerId worker, String reason) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return worker + " " + reason;
        }

        @Override
        public String type() {
            return "worker.broke_protocol";
        }
    }

    /**
     * The worker died, and the master had not told it to leave.
     *
     * @param wasReady whether it ever was ready
     * @param end in words, as {@code SIGKILL} or {@code exit code 1}
     */
    record Died(WorkerId worker, boolean wasReady, String end) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return worker + " died" + (wasReady ? "" : " before it was ready") + ": " + end;
        }

        @Override
        public String type() {
            return "worker.died";
        }
    }

    /** The worker is dead. The connections that it had not accepted go to other workers. */
    record LeftConnections(WorkerId worker, int count) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return worker + " left " + count + " connections unaccepted; other workers get them";
        }

        @Override
        public String type() {
            return "connections.redispatched";
        }
    }

    /**
     * The threads of a worker that hung were written down.
     *
     * @param evidence the file; null if they are among what the worker printed
     */
    record DumpedThreads(WorkerId worker, @Nullable String evidence) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return worker + " hung: its threads are in " + (evidence == null ? "what it printed" : evidence);
        }

        @Override
        public String type() {
            return "worker.threads";
        }
    }

    /**
     * The JVM of the worker crashed and wrote a report.
     *
     * @param evidence the file of the report
     */
    record Crashed(WorkerId worker, String reason, String evidence) implements WorkerEvent {

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return worker + " crashed: " + reason + "; report: " + evidence;
        }

        @Override
        public String type() {
            return "worker.crashed";
        }
    }

    /** Another worker is started in the place of this one, which serves until that one is ready. */
    record ReplacementBegun(WorkerId worker, String reason) implements WorkerEvent {

        @Override
        public String text() {
            return worker + " is replaced: " + reason;
        }

        @Override
        public String type() {
            return "worker.replacement_begun";
        }
    }

    /**
     * A spare takes the slot of a worker that died or leaves.
     *
     * @param worker the spare, with its old name
     * @param slotName its new name
     */
    record TookSlot(WorkerId worker, String slotName) implements WorkerEvent {

        @Override
        public String text() {
            return worker + " takes the slot of " + slotName;
        }

        @Override
        public String type() {
            return "worker.took_slot";
        }
    }
}
