package io.baton.master.dispatch;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The rule that picks the worker for a connection. Allocates nothing. Conductor thread only. */
@FunctionalInterface
public interface Scheduler {

    /** No worker can take the connection now. */
    int NO_WORKER = -1;

    /** The position in the roster of the worker for this connection, or {@link #NO_WORKER}. */
    int pick(Roster workers, Connection connection, long nowNanos);

    /**
     * How long a worker may leave a connection unaccepted before its clients go to other workers. 0 if clients have no worker
     * of their own: connections then wait in one line, for any worker.
     */
    default long patienceNanos() {
        return 0;
    }

    /** A worker is about to join the roster. */
    default void joins(Roster workers, Lane lane, long nowNanos) {}

    /**
     * The same, under which a worker that joins warm ones gets a growing share over so many milliseconds; 0: all of it
     * at once.
     */
    default Scheduler withSlowStart(long ms) {
        return ms == 0 ? this : new SlowStart(this, TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /** Workers take turns. */
    static Scheduler roundRobin() {
        return new RoundRobin();
    }

    /** The worker with the fewest open connections. */
    static Scheduler leastConnections() {
        return new LeastConnections();
    }

    /** The worker with fewer open connections of two that chance picks. */
    static Scheduler powerOfTwoChoices() {
        return new PowerOfTwoChoices(bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** The same worker for the same client address. Connections wait for it, but no longer than this. */
    static Scheduler ipHash(long patienceMs) {
        return new IpHash(TimeUnit.MILLISECONDS.toNanos(patienceMs));
    }
}
