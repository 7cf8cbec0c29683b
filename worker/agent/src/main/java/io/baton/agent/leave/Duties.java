package io.baton.agent.leave;

import io.baton.agent.channel.Arrivals;
import io.baton.agent.channel.Orders;
import io.baton.agent.channel.PrimaryProxy;
import io.baton.agent.posix.Kernel;
import io.baton.agent.watch.Connections;
import io.baton.agent.watch.Counts;
import io.baton.agent.watch.Description;
import io.baton.agent.watch.Given;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Does what the master orders, and tells it each second, and when it has changed, how much the worker has to do. */
public final class Duties implements Orders {

    private static final int SIGKILL = 9;
    private static final int PAGE = 100;
    private static final int BUSY_TURN_MS = 20;
    private static final int TURN_MS = 50;
    private static final int QUIET_TURN_MS = 1_000;
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PrimaryProxy primary;
    private final Arrivals arrivals;
    private final Connections connections;
    private final Departure departure;
    private final boolean outlives;
    private final int parent = Kernel.parent();
    private final Request request;

    private boolean started;
    private long lookedNanos = System.nanoTime() - BEAT_NANOS;
    private long beatNanos = lookedNanos;
    private int open;
    private int running;
    private long requests;

    /**
     * Knows all that it needs.
     *
     * @param outlives whether the worker finishes its connections when the master has died
     */
    public Duties(
            PrimaryProxy primary,
            Arrivals arrivals,
            Connections connections,
            Departure departure,
            Request request,
            boolean outlives) {
        this.primary = primary;
        this.arrivals = arrivals;
        this.connections = connections;
        this.departure = departure;
        this.request = request;
        this.outlives = outlives;
    }

    /** The worker ends with its master from now on. The kernel keeps that for the thread that says so. */
    private void endWithMaster() {
        if (!outlives) {
            int unused = Kernel.parentDeathSignal(SIGKILL);
            if (Kernel.parent() != parent) {
                // The master died before that, so the kernel will not kill this process.
                departure.exit();
            }
        }
    }

    @Override
    public int turn() {
        if (!started) {
            started = true;
            endWithMaster();
        }
        boolean waits = arrivals.refuseOverdue();
        departure.delivered(primary.hasDelivered());
        if (departure.hasBegun()) {
            departure.goOn();
        } else {
            request.goOn();
        }
        long now = System.nanoTime();
        if (now - lookedNanos >= LOOK_NANOS) {
            lookedNanos = now;
            look(now);
        }
        if (waits || departure.hasBegun()) {
            return BUSY_TURN_MS;
        }
        return open > 0 ? TURN_MS : QUIET_TURN_MS;
    }

    private void look(long now) {
        Counts counts = connections.counts();
        boolean changed = counts.open() != open || counts.running() != running || counts.requests() != requests;
        if (changed || now - beatNanos >= BEAT_NANOS) {
            beatNanos = now;
            open = counts.open();
            running = counts.running();
            requests = counts.requests();
            boolean unused = primary.stats(open, running, requests);
        }
    }

    @Override
    public void leave(boolean move) {
        departure.begin(move);
    }

    @Override
    public void giveBack(long seq, int count, long id) {
        Given given = connections.giveBack(count, id);
        boolean unused = primary.say(
                "gaveBack", ",\"ack\":" + seq + ",\"count\":" + given.count() + ",\"why\":\"" + given.why() + "\"");
    }

    @Override
    public void askConnections(long seq, long after) {
        List<Description> all = connections.list(after);
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < all.size() && i < PAGE; i++) {
            Description one = all.get(i);
            list.append(i == 0 ? "" : ",").append("{\"id\":").append(one.id());
            list.append(",\"peer\":\"").append(one.peer()).append("\",\"age\":").append(one.ageMs());
            list.append(",\"requests\":")
                    .append(one.requests())
                    .append(",\"idle\":")
                    .append(one.idleMs());
            list.append(",\"fixed\":\"").append(one.fixed()).append("\"}");
        }
        boolean unused = primary.say(
                "connections", ",\"ack\":" + seq + ",\"more\":" + (all.size() > PAGE) + ",\"list\":[" + list + "]");
    }

    @Override
    public void upgrade(boolean begins) {
        if (begins) {
            int unused = Kernel.parentDeathSignal(0);
        } else {
            endWithMaster();
        }
    }

    @Override
    public void ended() {
        departure.delivered(true);
        if (outlives && !departure.hasBegun()) {
            departure.begin(false);
        }
        if (outlives) {
            departure.goOnAlone();
        } else {
            departure.exit();
        }
    }
}
