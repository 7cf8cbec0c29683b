package io.baton.master.dispatch;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The rule by which one of the workers that can take a connection gets it. Allocates nothing. The conductor's. */
@FunctionalInterface
public interface Scheduler {

    /** Nobody can take it now. */
    int NOBODY = -1;

    /** The position in the roster of the worker for this connection, or {@link #NOBODY}. */
    int pick(Roster workers, Connection connection, long nowNanos);

    /**
     * How long a worker may leave a connection unaccepted before its clients go to others; 0: no client has a worker of its
     * own, and what waits does so for any, in one line.
     */
    default long patienceNanos() {
        return 0;
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

    /** Always the same worker for the same client address, for which a connection also waits, but for so long only. */
    static Scheduler ipHash(long patienceMs) {
        return new IpHash(TimeUnit.MILLISECONDS.toNanos(patienceMs));
    }
}
