package io.baton.master.dispatch;

import io.baton.master.snapshot.MovedSnapshot;

/** Counts the connections of one listener that workers gave back. Conductor thread only. */
final class MoveTally {

    private long returned;
    private long leaving;
    private long byHand;
    private long rebalance;
    private long closed;

    /** A worker gave one back. */
    void returned() {
        returned++;
    }

    /** The next worker has accepted one. */
    void moved(MoveReason reason) {
        switch (reason) {
            case LEAVING -> leaving++;
            case BY_HAND -> byHand++;
            case REBALANCE -> rebalance++;
        }
    }

    /** One was closed, because no worker took it in time. */
    void closed() {
        closed++;
    }

    /** Goes on counting where the former image of this master was. */
    void goOn(MovedSnapshot counted) {
        returned = counted.returned();
        leaving = counted.leaving();
        byHand = counted.byHand();
        rebalance = counted.rebalance();
        closed = counted.closed();
    }

    MovedSnapshot snapshot() {
        return new MovedSnapshot(returned, leaving, byHand, rebalance, closed);
    }
}
