package io.baton.master.dispatch;

import java.util.function.IntUnaryOperator;

/**
 * Picks two workers by chance, and of these the one with fewer open connections. Nearly as even as {@link LeastConnections},
 * but a new worker is not flooded, and numbers that are a tenth of a second old do less harm.
 *
 * <p>Plain Node workers do not say how many connections they have. With one among the workers this rule is
 * {@link RoundRobin}.
 */
final class PowerOfTwoChoices implements Scheduler {

    private final RoundRobin turns = new RoundRobin();
    private final IntUnaryOperator random;

    /**
     * A rule with this source of chance.
     *
     * @param random gives a number from 0 to less than its argument, each as likely as any other
     */
    PowerOfTwoChoices(IntUnaryOperator random) {
        this.random = random;
    }

    @Override
    public int pick(Roster workers, Connection connection, long nowNanos) {
        int able = 0;
        for (int i = 0; i < workers.size(); i++) {
            if (workers.get(i).open() == Lane.UNKNOWN) {
                return turns.pick(workers, connection, nowNanos);
            }
            able += workers.canTake(i, connection, nowNanos) ? 1 : 0;
        }
        if (able < 2) {
            return able == 0 ? NO_WORKER : able(0, workers, connection, nowNanos);
        }
        int one = random.applyAsInt(able);
        int other = random.applyAsInt(able - 1);
        int first = able(one, workers, connection, nowNanos);
        int second = able(other < one ? other : other + 1, workers, connection, nowNanos);
        return workers.get(second).open() < workers.get(first).open() ? second : first;
    }

    /** The position of the n-th worker that can take the connection. */
    private static int able(int n, Roster workers, Connection connection, long nowNanos) {
        int left = n;
        for (int i = 0; i < workers.size(); i++) {
            if (workers.canTake(i, connection, nowNanos) && left-- == 0) {
                return i;
            }
        }
        return NO_WORKER;
    }
}
