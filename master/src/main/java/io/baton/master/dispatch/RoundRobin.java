package io.baton.master.dispatch;

/**
 * The worker to which the fewest connections are on their way; among equals a worker with a free thread for computations,
 * then the one that has waited longest. Node's rule sends a worker one connection at a time, so that a blocked worker holds
 * one connection and not its share of all. This rule does the same until every worker has one on its way; the window beyond
 * that keeps a burst from being served one round trip at a time.
 */
final class RoundRobin implements Scheduler {

    @Override
    public int pick(Roster workers, Connection connection, long nowNanos) {
        int best = NO_WORKER;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < workers.size() && least > 0; i++) {
            Lane lane = workers.get(i);
            int rank = 2 * lane.onTheirWay() + (lane.hasFreeThread() ? 0 : 1);
            if (rank < least && workers.canTake(i, connection, nowNanos)) {
                best = i;
                least = rank;
            }
        }
        return best;
    }
}
