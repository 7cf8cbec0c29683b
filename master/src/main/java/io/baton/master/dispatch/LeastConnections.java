package io.baton.master.dispatch;

/**
 * The worker with the fewest open connections: as many as it said last, and what it was sent since. Right when connections
 * last long and differ, as WebSockets do; after a restart the new worker gets everything until it has caught up.
 *
 * <p>Workers that do not say how many they have, plain Node ones, cannot be compared: with one among them this is
 * {@link RoundRobin}.
 */
final class LeastConnections implements Scheduler {

    private final RoundRobin turns = new RoundRobin();

    @Override
    public int pick(Roster workers, Connection connection, long nowNanos) {
        int best = NOBODY;
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
