package io.baton.master.dispatch;

import java.util.ArrayList;
import java.util.List;

/** The workers of one listener, who has waited longest first, and which of them can take a connection. The conductor's. */
public final class Roster {

    /** A live worker accepts within some hundred microseconds; one that takes so long is stopped or blocked. */
    static final long STALE_NANOS = 20_000_000;

    private final List<Lane> order = new ArrayList<>();

    /** So many at the beginning have not had a turn yet. */
    private int newcomers;

    /** Nobody. */
    Roster() {}

    /** How many there are. */
    public int size() {
        return order.size();
    }

    /** One of them; 0 is who has waited longest. */
    public Lane get(int position) {
        return order.get(position);
    }

    /**
     * Whether a worker can take the connection now: it has room in its window, did not refuse this one before, and has
     * accepted lately. One whose oldest has been on its way for more than {@link #STALE_NANOS} gets nothing new, even if
     * all others are busy.
     */
    public boolean canTake(int position, Connection connection, long nowNanos) {
        Lane lane = order.get(position);
        return lane.hasRoom() && lane.oldestAgeNanos(nowNanos) <= STALE_NANOS && !connection.wasRefusedBy(lane);
    }

    /** When the next worker will have left a connection unaccepted for longer than the limit; at most that long from now. */
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

    /** One that has not had a turn yet comes before all who have: a spare that takes a seat serves the next connection. */
    void add(Lane lane) {
        order.add(newcomers++, lane);
    }

    void remove(Lane lane) {
        int position = order.indexOf(lane);
        if (position >= 0) {
            take(position);
        }
    }

    /** This worker's turn has come: it then has waited least. */
    Lane takeTurn(int position) {
        Lane picked = take(position);
        order.add(picked);
        return picked;
    }

    private Lane take(int position) {
        if (position < newcomers) {
            newcomers--;
        }
        return order.remove(position);
    }
}
