package io.baton.master.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one listener that no worker can take yet, in two lines: new ones, and behind them those that
 * workers gave back, which are idle as a rule and may be thousands at once. Workers give the one that is idle for
 * longest first. So the one that came back last goes on first: its client is the likeliest to speak while it waits.
 * Connections that stepped out of their line for a moment wait beside. Conductor thread only.
 */
final class Waiting {

    private final Hold fresh = new Hold();
    private final Hold returned = new Hold();
    private final List<Connection> aside = new ArrayList<>();

    private int freshAside;

    /** Whether both lines are empty. */
    boolean isEmpty() {
        return fresh.isEmpty() && returned.isEmpty();
    }

    /** Whether no new connection is in line. */
    boolean isWithoutFresh() {
        return fresh.isEmpty();
    }

    /** Whether one that a worker gave back is in line. */
    boolean hasReturned() {
        return !returned.isEmpty();
    }

    /** All that wait. */
    int size() {
        return fresh.size() + returned.size() + aside.size();
    }

    /** The new ones that wait. */
    int freshSize() {
        return fresh.size() + freshAside;
    }

    /** All that wait, in their order, those beside the lines last. */
    List<Connection> all() {
        List<Connection> all = new ArrayList<>(fresh.all());
        all.addAll(returned.all());
        all.addAll(aside);
        return all;
    }

    /** Adds a connection to its line. */
    void add(Connection connection) {
        if (connection.given() == null) {
            fresh.addLast(connection);
        } else {
            returned.addFirst(List.of(connection));
        }
    }

    /** Adds connections before all others of their line, in this order. */
    void addFirst(List<Connection> connections) {
        fresh.addFirst(connections.stream().filter(it -> it.given() == null).toList());
        returned.addFirst(connections.stream().filter(it -> it.given() != null).toList());
    }

    /** A connection steps out of its line until {@link #takeAside}. */
    void putAside(Connection connection) {
        aside.add(connection);
        freshAside += connection.given() == null ? 1 : 0;
    }

    /** Whether one has stepped out of its line. */
    boolean hasAside() {
        return !aside.isEmpty();
    }

    /** Those that have stepped out of their line. */
    List<Connection> takeAside() {
        List<Connection> all = new ArrayList<>(aside);
        aside.clear();
        freshAside = 0;
        return all;
    }

    /** Gives connections away, the new ones first. As {@link Hold#giveInLine}. */
    void giveInLine(Predicate<Connection> give) {
        fresh.giveInLine(give);
        if (fresh.isEmpty()) {
            returned.giveInLine(give);
        }
    }

    /** Gives connections away, the new ones first. As {@link Hold#giveEach}. */
    void giveEach(@Nullable Lane room, Predicate<Connection> give) {
        fresh.giveEach(room, give);
        returned.giveEach(room, give);
    }

    /** How old the oldest connection in line is. */
    long oldestAgeNanos(long nowNanos) {
        return Math.max(fresh.oldestAgeNanos(nowNanos), returned.oldestAgeNanos(nowNanos));
    }

    /** Removes the connections in line that are at least this old. */
    List<Connection> removeOlderThan(long limitNanos, long nowNanos) {
        List<Connection> old = fresh.removeOlderThan(limitNanos, nowNanos);
        old.addAll(returned.removeOlderThan(limitNanos, nowNanos));
        return old;
    }

    List<Connection> removeAll() {
        List<Connection> all = fresh.removeAll();
        all.addAll(returned.removeAll());
        all.addAll(takeAside());
        return all;
    }
}
