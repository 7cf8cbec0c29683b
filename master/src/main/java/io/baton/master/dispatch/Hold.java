package io.baton.master.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections that no worker can take yet, in the order in which they came. Giving one away may add another one
 * meanwhile. Conductor thread only.
 */
final class Hold {

    private final ArrayDeque<Connection> waiting = new ArrayDeque<>();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    void addLast(Connection connection) {
        waiting.addLast(connection);
    }

    /** Adds connections before all that wait, in this order. */
    void addFirst(List<Connection> connections) {
        for (int i = connections.size() - 1; i >= 0; i--) {
            waiting.addFirst(connections.get(i));
        }
    }

    /**
     * Gives away the first connection, then the next, until no worker can take one: none could take the others either.
     *
     * @param give gives one connection away, or returns false
     */
    void giveInLine(Predicate<Connection> give) {
        Connection next = waiting.pollFirst();
        while (next != null && give.test(next)) {
            next = waiting.pollFirst();
        }
        if (next != null) {
            waiting.addFirst(next);
        }
    }

    /**
     * Gives away each connection that a worker can take: each may wait for another worker. Goes round once, so that the order
     * stays.
     *
     * @param room the only worker that has changed; null if any may have
     * @param give gives one connection away, or returns false
     */
    void giveEach(@Nullable Lane room, Predicate<Connection> give) {
        for (int left = waiting.size(); left > 0; left--) {
            Connection next = waiting.pollFirst();
            if (next == null) {
                return;
            }
            if ((room != null && !next.mayGoTo(room)) || !give.test(next)) {
                waiting.addLast(next);
            }
        }
    }

    /** All of them, in their order. */
    List<Connection> all() {
        return List.copyOf(waiting);
    }

    long oldestAgeNanos(long nowNanos) {
        long oldest = 0;
        for (Connection connection : waiting) {
            oldest = Math.max(oldest, connection.ageNanos(nowNanos));
        }
        return oldest;
    }

    /** Removes the connections that are at least this old. */
    List<Connection> removeOlderThan(long limitNanos, long nowNanos) {
        List<Connection> old = new ArrayList<>();
        waiting.removeIf(connection -> connection.ageNanos(nowNanos) >= limitNanos && old.add(connection));
        return old;
    }

    List<Connection> removeAll() {
        List<Connection> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
