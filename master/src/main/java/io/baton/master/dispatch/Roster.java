package io.baton.master.dispatch;

import java.util.ArrayList;
import java.util.List;

/**
 * The workers of one listener, in the order of their turns: the first has waited longest. Knows which of them can take a
 * connection. Conductor thread only.
 */
public final class Roster {

    /** A live worker accepts within some hundred microseconds. A worker that takes longer than this is stopped or blocked. */
    static final long STALE_NANOS = 20_000_000;

    /**
     * A worker that gave a connection back gets it again only if all others have accepted nothing for this long. Workers of a
     * busy machine often take longer than {@link #STALE_NANOS}.
     */
    static final long HUNG_NANOS = 200_000_000;

    private final List<Lane> order = new ArrayList<>();

    /** How many workers, at the beginning, have not had a turn yet. */
    private int newcomers;

    /** Without workers. */
    Roster() {}

    /** How many workers there are. */
    public int size() {
        return order.size();
    }

    /** A worker by its position; the one at 0 has waited longest. */
    public Lane get(int position) {
        return order.get(position);
    }

    /**
     * Whether a worker can take the connection now: it has room in its window, has not refused this connection, and has
     * accepted lately. A worker gets no new connection while one has been on its way to it for more than
     * {@link #STALE_NANOS}, even if all others are busy, and none that is passed over for this choice.
     */
    public boolean canTake(int position, Connection connection, long nowNanos) {
        Lane lane = order.get(position);
        return !lane.ramp().isPassedOver()
                && lane.hasRoomFor(connection)
                && lane.oldestAgeNanos(nowNanos) <= STALE_NANOS
                && suits(lane, connection, nowNanos);
    }

    /**
     * Whether the worker may get the connection once it has room: it has not refused this connection. One that was given back
     * goes to its heir if there is one, and to the worker that gave it back only if no other answers.
     */
    boolean suits(Lane lane, Connection connection, long nowNanos) {
        Return given = connection.given();
        if (connection.wasRefusedBy(lane)) {
            return false;
        }
        if (given == null) {
            return true;
        }
        Lane heir = given.heir();
        return given.suits(lane)
                && (heir == null || heir == lane || !order.contains(heir) || !couldServe(heir, connection, nowNanos))
                && (lane != given.from() || !anotherSuits(lane, connection, nowNanos));
    }

    /** Whether there are workers, and none of them may ever get this connection, which another one gave back. */
    boolean suitsNone(Connection connection, long nowNanos) {
        if (connection.given() == null || order.isEmpty()) {
            return false;
        }
        for (Lane lane : order) {
            if (suits(lane, connection, nowNanos)) {
                return false;
            }
        }
        return true;
    }

    private boolean anotherSuits(Lane but, Connection connection, long nowNanos) {
        for (Lane lane : order) {
            if (lane != but && couldServe(lane, connection, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a worker does not hang, can serve a connection that another one gave back, and has not refused it. */
    private static boolean couldServe(Lane lane, Connection connection, long nowNanos) {
        Return given = connection.given();
        return lane.oldestAgeNanos(nowNanos) <= HUNG_NANOS
                && !connection.wasRefusedBy(lane)
                && (given == null || given.suits(lane));
    }

    /** In how long the next worker will have left a connection unaccepted for longer than the limit; at most the limit. */
    long nextOverdueNanos(long limitNanos, long nowNanos) {
        long next = limitNanos;
        for (Lane lane : order) {
            long left = limitNanos - lane.oldestAgeNanos(nowNanos);
            if (left >= 0 && left < next) {
                next = left;
            }
        }
        return next;
    }

    /** Adds a worker before all that have had a turn: a spare that takes a slot serves the next connection. */
    void add(Lane lane) {
        order.add(newcomers++, lane);
    }

    void remove(Lane lane) {
        int position = order.indexOf(lane);
        if (position >= 0) {
            take(position);
        }
    }

    /** Gives a worker its turn. It is then the one that has waited least. */
    Lane takeTurn(int position) {
        Lane picked = take(position);
        order.add(picked);
        return picked;
    }

    /** Has every worker tell the dispatcher when it has room, or no more. */
    void waitForRoom(Dispatcher dispatcher, boolean waits) {
        for (int i = 0; i < order.size(); i++) {
            if (waits) {
                order.get(i).waits(dispatcher);
            } else {
                order.get(i).waitsNoMore(dispatcher);
            }
        }
    }

    private Lane take(int position) {
        if (position < newcomers) {
            newcomers--;
        }
        return order.remove(position);
    }
}
