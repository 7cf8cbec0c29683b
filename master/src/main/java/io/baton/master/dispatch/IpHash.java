package io.baton.master.dispatch;

/**
 * The same worker for the same client address, so that a worker finds again what it remembers of a client. While that worker
 * is busy its clients wait for it, however idle others are. If the worker is gone, has refused the connection, or has left a
 * connection unaccepted for too long, its clients go to other workers, each always to the same one; the clients of all other
 * workers stay where they are (rendezvous hashing). All clients behind one proxy or one NAT count as one.
 *
 * <p>Connections without an address, to a Unix-domain path, take turns.
 */
final class IpHash implements Scheduler {

    private final RoundRobin turns = new RoundRobin();
    private final long patienceNanos;

    /** @param patienceNanos how long clients wait for a worker that accepts nothing, {@code > 0} */
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
        if (own == NO_WORKER || workers.canTake(own, connection, nowNanos)) {
            connection.await(null);
            return own;
        }
        connection.await(workers.get(own));
        return NO_WORKER;
    }

    /** The position of the client's own worker, whether or not it has room. */
    private int own(Roster workers, Connection connection, long nowNanos) {
        int best = NO_WORKER;
        int most = Integer.MIN_VALUE;
        for (int i = 0; i < workers.size(); i++) {
            Lane lane = workers.get(i);
            if (lane.oldestAgeNanos(nowNanos) > patienceNanos || !workers.suits(lane, connection, nowNanos)) {
                continue;
            }
            int weight = mixed(connection.peer() + 0x9e3779b9 * lane.slot());
            if (weight > most || best == NO_WORKER) {
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
