package io.baton.master.snapshot;

/**
 * The connections of one listener that workers gave back, since it was opened.
 *
 * @param returned all of them
 * @param leaving those that another worker has because theirs left
 * @param byHand those that another worker has because the operator wanted it
 * @param rebalance those that another worker has because it had joined
 * @param closed those that no worker took in time
 */
public record MovedSnapshot(long returned, long leaving, long byHand, long rebalance, long closed) {

    /** None. */
    public static final MovedSnapshot NONE = new MovedSnapshot(0, 0, 0, 0, 0);
}
