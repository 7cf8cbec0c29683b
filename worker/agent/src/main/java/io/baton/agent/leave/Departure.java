package io.baton.agent.leave;

import io.baton.agent.channel.Arrivals;
import io.baton.agent.watch.Connections;
import io.baton.agent.watch.Counts;
import java.util.concurrent.TimeUnit;

/**
 * The way of the worker out: it takes nothing new, connections go to other workers or end, and then the JVM exits as the
 * application's own shutdown hooks want it. Owned by the thread of the channel.
 */
public final class Departure {

    private static final long PAUSE_MS = 20;
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Arrivals arrivals;
    private final Connections connections;
    private final long budgetMs;
    private final long limitMs;

    private boolean begun;
    private boolean delivered = true;
    private boolean exits;
    private boolean told;
    private long begunNanos;

    /**
     * Has not begun.
     *
     * @param budgetMs for connections that cannot move; 0: as long as the worker may take
     * @param limitMs how long the worker may take when no master sees to that
     */
    public Departure(Arrivals arrivals, Connections connections, long budgetMs, long limitMs) {
        this.arrivals = arrivals;
        this.connections = connections;
        this.budgetMs = budgetMs;
        this.limitMs = limitMs;
    }

    /** Whether the worker leaves. */
    boolean hasBegun() {
        return begun;
    }

    /** Begins it; later calls only say that connections may move after all. */
    void begin(boolean move) {
        if (!begun) {
            begun = true;
            begunNanos = System.nanoTime();
            arrivals.refuseAll();
        }
        connections.leave(move);
        goOn();
    }

    /** Looks how far it is. */
    void goOn() {
        boolean allGone = connections.giveBackIdle();
        Counts counts = connections.counts();
        long sinceNanos = System.nanoTime() - begunNanos;
        if (counts.busy() == 0 && allGone && (delivered || sinceNanos > budgetForDelivery())) {
            exit();
            return;
        }
        if (!told && sinceNanos > LAST_NANOS) {
            told = true;
            System.err.println("baton: leaves when " + counts.busy() + " of " + counts.open()
                    + " connections are done; " + counts.opaque() + " of them are opaque");
        }
        long budgetNanos = TimeUnit.MILLISECONDS.toNanos(budgetMs);
        if (budgetMs > 0 && sinceNanos > budgetNanos) {
            int unused = connections.end(sinceNanos < budgetNanos + LAST_NANOS);
        }
    }

    /** Whether the master has got all that was given back to it. */
    void delivered(boolean all) {
        delivered = all;
    }

    private long budgetForDelivery() {
        return TimeUnit.MILLISECONDS.toNanos(limitMs) / 2;
    }

    /** Goes on when there is no channel any more, for as long as the worker may take. */
    void goOnAlone() {
        Object nothing = new Object();
        while (!exits && System.nanoTime() - begunNanos < TimeUnit.MILLISECONDS.toNanos(limitMs)) {
            goOn();
            synchronized (nothing) {
                try {
                    nothing.wait(PAUSE_MS);
                } catch (InterruptedException e) {
                    break;
                }
            }
        }
        exit();
    }

    /** Has the JVM run its shutdown hooks and exit with 0. */
    void exit() {
        if (!exits) {
            exits = true;
            Thread last = new Thread(null, new Exit(), "baton-exit", 0, false);
            last.setDaemon(true);
            last.start();
        }
    }

    private static final class Exit implements Runnable {
        @Override
        public void run() {
            System.exit(0);
        }
    }
}
