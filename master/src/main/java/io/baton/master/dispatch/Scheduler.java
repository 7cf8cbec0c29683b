package io.baton.master.dispatch;

import java.util.concurrent.ThreadLocalRandom;

/** The rule by which one of the workers that can take a connection gets it. Allocates nothing. The conductor's. */
@FunctionalInterface
public interface Scheduler {

    /** Nobody can take it now. */
    int NOBODY = -1;

    /** The position in the roster of the worker for this connection, or {@link #NOBODY}. */
    int pick(Roster workers, Connection connection, long nowNanos);

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

    /** Always the same worker for the same client address, as long as it can. */
    static Scheduler ipHash() {
        return new IpHash();
    }
}
