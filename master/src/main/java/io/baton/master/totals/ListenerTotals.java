package io.baton.master.totals;

import io.baton.master.carried.CarriedListenerTotals;

/**
 * Counts what becomes of the connections of one listener, over all stops and starts of its application. Conductor thread only.
 */
public final class ListenerTotals {

    private final Durations handoffs;

    private long accepted;
    private long handedOver;
    private long redispatched;
    private long timedOut;
    private long refused;
    private long returned;
    private long leaving;
    private long byHand;
    private long rebalance;

    /** Of a listener that belongs to no application. */
    public ListenerTotals() {
        this(new Durations(Buckets.handoffNanos()));
    }

    /** @param handoffs of all listeners of the application */
    ListenerTotals(Durations handoffs) {
        this.handoffs = handoffs;
    }

    /** One more was accepted from the kernel. */
    public void accepted() {
        accepted++;
    }

    /** A worker has accepted one, so long after it was sent. */
    public void handedOver(long nanos) {
        handedOver++;
        handoffs.add(nanos);
    }

    /** So many go to another worker, because one has refused them or died. */
    public void redispatched(int connections) {
        redispatched += connections;
    }

    /** One ended because no worker was ready in time. */
    public void timedOut() {
        timedOut++;
    }

    /** One ended because the application stops. */
    public void refused() {
        refused++;
    }

    /** A worker gave one back. */
    public void returned() {
        returned++;
    }

    /** One moved to another worker, because its own left. */
    public void movedWithLeaving() {
        leaving++;
    }

    /** One moved to another worker, because the operator wanted it. */
    public void movedByHand() {
        byHand++;
    }

    /** One moved to another worker, because that had joined. */
    public void movedToJoined() {
        rebalance++;
    }

    /** How many workers have accepted. */
    long taken() {
        return handedOver;
    }

    /** How many ended without a worker. */
    long unserved() {
        return timedOut + refused;
    }

    void goOn(CarriedListenerTotals carried) {
        accepted += carried.accepted();
        handedOver += carried.handedOver();
        redispatched += carried.redispatched();
        timedOut += carried.timedOut();
        refused += carried.refused();
        returned += carried.returned();
        leaving += carried.leaving();
        byHand += carried.byHand();
        rebalance += carried.rebalance();
    }

    CarriedListenerTotals carried(String address) {
        return new CarriedListenerTotals(
                address, accepted, handedOver, redispatched, timedOut, refused, returned, leaving, byHand, rebalance);
    }
}
