package io.baton.master.carried;

/**
 * What became of the connections of one listener, since the master began.
 *
 * @param address as the operator sees it, as {@code http://localhost:3000}
 * @param accepted from the kernel
 * @param handedOver those that a worker has accepted, each time
 * @param redispatched those that a worker refused or left unaccepted, each time
 * @param timedOut those that ended because no worker was ready in time
 * @param refused those that ended because the application stopped
 * @param returned those that workers gave back
 * @param leaving those that moved because their worker left
 * @param byHand those that moved because the operator wanted it
 * @param rebalance those that moved because another worker had joined
 */
public record CarriedListenerTotals(
        String address,
        long accepted,
        long handedOver,
        long redispatched,
        long timedOut,
        long refused,
        long returned,
        long leaving,
        long byHand,
        long rebalance) {}
