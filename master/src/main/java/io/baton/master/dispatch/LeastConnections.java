package io.baton.master.dispatch;

/**
 * The worker with the fewest open connections. Right for connections that last long and differ, as WebSockets do. After a
 * restart the new worker gets every connection until it has caught up.
 *
 * <p>Plain Node workers do not say how many connections they have. With one among the workers this rule is
 * {@link RoundRobin}.
 */
final class LeastConnections implements Scheduler {

    private final RoundRobin turns = new RoundRobin();

    @Override
    public int pick(Roster workers, Connection connection, long nowNanos) {
        int best = NO_WORKER;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < workers.size(); i++) {
            int open = workers.get(i).open();
            if (open == Lane.UNKNOWN) {
                return turns.pick(workers, connection, nowNanos);
            }
            if (open < least && workers.canTake(i, connection, nowNanos)) {
                best = i;
                least = open;
            }
        }
        return best;
    }
}
