package io.baton.master.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What a client asks of the master: one line of JSON, as {@code {"v":1,"request":"snapshot"}}. */
public sealed interface Request {

    /** The version of the words that both sides use. */
    int VERSION = 1;

    /** Asks for the state of everything. */
    record Snapshot() implements Request {}

    /**
     * Asks for all events from a number on: those that the master still has, then each one when it happens.
     *
     * @param since {@code >= 0}
     */
    record Events(long since) implements Request {}

    /** Asks the master for something that it answers when it is done. */
    sealed interface Order extends Request {

        /** Has it carried out. */
        CompletionStage<Answer> giveTo(Orders orders);
    }

    /** Asks which master this is. */
    record Ping() implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.ping();
        }
    }

    /**
     * Starts applications.
     *
     * @param apps what {@link io.baton.master.config.Declaration#toJson} makes of them
     */
    record Start(List<Map<?, ?>> apps) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.start(this);
        }
    }

    /** What can be done to applications and workers. */
    enum Verb {
        START,
        STOP,
        RESTART,
        DELETE,
        RESET
    }

    /** Does something to applications or workers. */
    record Act(Verb verb, List<String> targets) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.act(this);
        }
    }

    /**
     * Replaces workers one by one. Either targets or declarations are named.
     *
     * @param targets what is reloaded as it was declared
     * @param environment variables that come in addition, or in the place of others
     * @param apps what {@link io.baton.master.config.Declaration#toJson} makes of applications that are to run otherwise than
     *     now, or that are to be started
     */
    record Reload(List<String> targets, Map<String, String> environment, List<Map<?, ?>> apps) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.reload(this);
        }
    }

    /**
     * Has an application run more or fewer workers.
     *
     * @param change {@code 4}, {@code +1} or {@code -2}
     */
    record Scale(String app, String change) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.scale(this);
        }
    }

    /**
     * Sends a signal to workers.
     *
     * @param signal a name or a number
     */
    record Signal(String signal, List<String> targets) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.signal(this);
        }
    }

    /** Asks for the threads of workers. */
    record Threads(List<String> targets) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.threads(this);
        }
    }

    /**
     * Asks which connections workers have: of each one those with the lowest numbers.
     *
     * @param pid of the only worker that is meant; 0 for all
     * @param after only those whose numbers are above this
     */
    record Conns(List<String> targets, int pid, long after) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.conns(this);
        }
    }

    /** Has connections go from one worker to others: all idle ones of {@code api:2}, or {@code api:2#17}. */
    record Move(List<String> targets) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.move(this);
        }
    }

    /** Asks how applications were declared. */
    record Declarations(List<String> targets) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.declarations(this);
        }
    }

    /** Empties the files that workers print to. */
    record Flush(List<String> targets) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.flush(this);
        }
    }

    /** As {@link Orders#save}. */
    record Save() implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.save();
        }
    }

    /** As {@link Orders#resurrect}. */
    record Resurrect() implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.resurrect();
        }
    }

    /**
     * Has the master replace itself in place.
     *
     * @param jar absolute path of the master.jar that goes on
     * @param java absolute path of the JVM that runs it
     */
    record Upgrade(String jar, String java) implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.upgrade(this);
        }
    }

    /** As {@link Orders#kill}. */
    record Kill() implements Order {

        @Override
        public CompletionStage<Answer> giveTo(Orders orders) {
            return orders.kill();
        }
    }
}
