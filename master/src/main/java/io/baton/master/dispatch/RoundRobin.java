package io.baton.master.dispatch;

/**
 * The worker that has waited longest among those with nothing on its way; only when every worker has something on its way,
 * the one with the least. This is Node's rule, whose point is that a worker which blocks holds one connection and not its
 * share of all, with a window added so that a burst is not served one round trip at a time. Among equals one with a free
 * thread for computations comes first.
 */
final class RoundRobin implements Scheduler {

    @Override
    public int pick(Roster workers, Connection connection, long nowNanos) {
        int best = NOBODY;
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
