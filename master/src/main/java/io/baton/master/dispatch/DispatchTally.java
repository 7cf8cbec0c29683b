package io.baton.master.dispatch;

import io.baton.master.snapshot.MovedSnapshot;
import io.baton.master.totals.ListenerTotals;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of the connections of one listener, and ends those that no worker takes. The totals of its application
 * outlive the listener; the moves are those since it was opened. Conductor thread only.
 */
public final class DispatchTally {

    private final ListenerTotals totals;
    private final Unserved unserved;

    private long returned;
    private long leaving;
    private long byHand;
    private long rebalance;
    private long closed;

    /**
     * Has counted nothing yet.
     *
     * @param totals of the application
     * @param unserved ends a connection that no worker took
     */
    public DispatchTally(ListenerTotals totals, Unserved unserved) {
        this.totals = totals;
        this.unserved = unserved;
    }

    /** A worker gave one back. */
    void returned() {
        returned++;
        totals.returned();
    }

    /**
     * A worker has accepted one.
     *
     * @param given what is known of one that another worker gave back; null for a new one
     * @param nanos since it was sent
     */
    void handedOver(@Nullable Return given, long nanos) {
        totals.handedOver(nanos);
        if (given != null) {
            moved(given.reason());
        }
    }

    private void moved(MoveReason reason) {
        switch (reason) {
            case LEAVING -> {
                leaving++;
                totals.movedWithLeaving();
            }
            case BY_HAND -> {
                byHand++;
                totals.movedByHand();
            }
            case REBALANCE -> {
                rebalance++;
                totals.movedToJoined();
            }
        }
    }

    /** So many go to another worker, because one has refused them or died. */
    void redispatched(int connections) {
        totals.redispatched(connections);
    }

    /**
     * Ends one without a worker.
     *
     * @param inTime whether it ends before its hold timeout, because the application stops
     */
    void end(Connection connection, boolean inTime) {
        if (connection.given() != null) {
            closed++;
        }
        if (inTime) {
            totals.refused();
        } else {
            totals.timedOut();
        }
        unserved.end(connection);
    }

    /** Goes on counting where the former image of this master was. */
    public void goOn(MovedSnapshot counted) {
        returned = counted.returned();
        leaving = counted.leaving();
        byHand = counted.byHand();
        rebalance = counted.rebalance();
        closed = counted.closed();
    }

    /** The connections that workers gave back, and what became of them. */
    public MovedSnapshot moves() {
        return new MovedSnapshot(returned, leaving, byHand, rebalance, closed);
    }
}
