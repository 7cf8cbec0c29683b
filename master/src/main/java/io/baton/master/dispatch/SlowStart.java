package io.baton.master.dispatch;

/**
 * Another rule, under which a worker that joins warm ones gets a growing share of the connections: a tenth of its share
 * at first, all of it in the end, as with HAProxy's slowstart. When it is the turn of such a worker and it does not get
 * the connection, the other rule chooses again among the rest. No connection waits for that: if no other worker can
 * take it, the new worker does.
 */
final class SlowStart implements Scheduler {

    private final Scheduler rule;
    private final long lengthNanos;

    /**
     * @param rule under which any worker will do
     * @param lengthNanos until a worker has its whole share, {@code > 0}
     */
    SlowStart(Scheduler rule, long lengthNanos) {
        this.rule = rule;
        this.lengthNanos = lengthNanos;
    }

    @Override
    public void joins(Roster workers, Lane lane, long nowNanos) {
        boolean amongWarm = false;
        for (int i = 0; i < workers.size(); i++) {
            amongWarm |= workers.get(i).ramp().isOver(lengthNanos, nowNanos);
        }
        lane.ramp().join(amongWarm, nowNanos);
    }

    @Override
    public int pick(Roster workers, Connection connection, long nowNanos) {
        int first = rule.pick(workers, connection, nowNanos);
        if (first == NO_WORKER || takesTurn(workers, first, nowNanos)) {
            return first;
        }
        int picked = first;
        do {
            workers.get(picked).ramp().passOver(true);
            picked = rule.pick(workers, connection, nowNanos);
        } while (picked != NO_WORKER && !takesTurn(workers, picked, nowNanos));
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).ramp().passOver(false);
        }
        return picked == NO_WORKER ? first : picked;
    }

    private boolean takesTurn(Roster workers, int position, long nowNanos) {
        return workers.get(position).ramp().takesTurn(lengthNanos, nowNanos);
    }
}
