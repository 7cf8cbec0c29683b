package io.baton.master.dispatch;

/**
 * The same worker for the same client address, so that what a worker remembers of a client is there when it comes again.
 * While that worker is busy its clients wait for it, however idle others are. When it is gone, has refused the connection, or
 * has left one unaccepted for too long, they go to others, each to the same one; everybody else's worker stays (rendezvous
 * hashing). Clients behind one proxy or one NAT are one client here.
 *
 * <p>Connections without an address, those to a Unix-domain path, take turns.
 */
final class IpHash implements Scheduler {

    private final RoundRobin turns = new RoundRobin();
    private final long patienceNanos;

    /** Clients wait so long for a worker that accepts nothing, {@code > 0}. */
    IpHash(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    @Override
    public long patienceNanos() {
        return patienceNanos;
    }

    @Override
    public int pick(Roster workers, Connection connection, long nowNanos) {
        if (!connection.hasPeer()) {
            return turns.pick(workers, connection, nowNanos);
        }
        int own = own(workers, connection, nowNanos);
        if (own == NOBODY || workers.canTake(own, connection, nowNanos)) {
            connection.await(null);
            return own;
        }
        connection.await(workers.get(own));
        return NOBODY;
    }

    /** The position of the client's own worker, whether or not that has room. */
    private int own(Roster workers, Connection connection, long nowNanos) {
        int best = NOBODY;
        int most = Integer.MIN_VALUE;
        for (int i = 0; i < workers.size(); i++) {
            Lane lane = workers.get(i);
            int weight = mixed(connection.peer() + 0x9e3779b9 * lane.seat());
            if ((weight > most || best == NOBODY)
                    && lane.oldestAgeNanos(nowNanos) <= patienceNanos
                    && !connection.wasRefusedBy(lane)) {
                best = i;
                most = weight;
            }
        }
        return best;
    }

    /** Every bit depends on every bit (the finalizer of MurmurHash3). */
    private static int mixed(int number) {
        int mixed = number;
        mixed = (mixed ^ mixed >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
