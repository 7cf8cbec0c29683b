package io.baton.master.dispatch;

/**
 * The same worker for the same client address, so that what a worker remembers of a client is there when it comes again.
 * While that worker cannot take anything, or is gone, its clients go to others, each to the same one; everybody else's
 * worker stays (rendezvous hashing). Clients behind one proxy or one NAT are one client here.
 *
 * <p>Connections without an address, those to a Unix-domain path, take turns.
 */
final class IpHash implements Scheduler {

    private final RoundRobin turns = new RoundRobin();

    @Override
    public int pick(Roster workers, Connection connection, long nowNanos) {
        if (connection.peer() == Connection.NO_PEER) {
            return turns.pick(workers, connection, nowNanos);
        }
        int best = NOBODY;
        int most = Integer.MIN_VALUE;
        for (int i = 0; i < workers.size(); i++) {
            int weight = mixed(connection.peer() + 0x9e3779b9 * workers.get(i).seat());
            if ((weight > most || best == NOBODY) && workers.canTake(i, connection, nowNanos)) {
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
