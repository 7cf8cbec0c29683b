package io.baton.agent.leave;

import io.baton.agent.channel.Arrivals;
import io.baton.agent.watch.Connections;
import io.baton.agent.watch.Counts;
import io.baton.agent.watch.Endings;
import java.util.concurrent.TimeUnit;

/**
 * The way of the worker out: it takes nothing new, connections go to other workers or end, and then the JVM exits as the
 * application's own shutdown hooks want it. Owned by the thread of the channel.
 */
public final class Departure {

    private static final long PAUSE_MS = 20;
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TERMINATE_MS = 3_000;

    /** The master's patience began when it sent its order, a little earlier than this. */
    private static final int PERCENT = 98;

    private final Arrivals arrivals;
    private final Connections connections;
    private final long limitNanos;
    private final long lastNanos;
    private final long budgetNanos;

    /** Threads of signals look. */
    private volatile boolean begun;

    private boolean delivered = true;
    private boolean exits;
    private boolean told;
    private long begunNanos;
    private long movedBefore;

    /**
     * Has not begun.
     *
     * @param budgetMs for connections that might last for ever; 0: as long as the worker may take
     * @param killMs after which the master ends a worker that leaves; some time before, it sends SIGTERM
     */
    public Departure(Arrivals arrivals, Connections connections, long budgetMs, long killMs) {
        this.arrivals = arrivals;
        this.connections = connections;
        long drainMs = killMs - Math.min(TERMINATE_MS, killMs / 4);
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(drainMs * PERCENT / 100);
        this.lastNanos = Math.min(LAST_NANOS, limitNanos / 4);
        long latestNanos = limitNanos - lastNanos;
        this.budgetNanos = budgetMs == 0 ? latestNanos : Math.min(TimeUnit.MILLISECONDS.toNanos(budgetMs), latestNanos);
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
            movedBefore = connections.moved();
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
        boolean done = counts.busy() == 0 && allGone && (delivered || sinceNanos > limitNanos / 2);
        if (done || sinceNanos > limitNanos) {
            tell(counts, sinceNanos);
            exit();
            return;
        }
        if (!told && sinceNanos > LAST_NANOS) {
            told = true;
            System.err.println("baton: leaves when " + counts.busy() + " of " + counts.open()
                    + " connections are done; " + counts.opaque() + " of them are opaque");
        }
        if (sinceNanos > budgetNanos) {
            connections.end(sinceNanos > budgetNanos + lastNanos ? 0 : SILENCE_NANOS);
        }
    }

    private void tell(Counts counts, long sinceNanos) {
        long moved = connections.moved() - movedBefore;
        Endings endings = connections.endings();
        if (exits || (!told && moved == 0 && endings.count() == 0)) {
            return;
        }
        System.err.println("baton: drained in " + TimeUnit.NANOSECONDS.toMillis(sinceNanos) + " ms: " + moved
                + " connections moved, " + endings
                + (counts.running() > 0 ? "; " + counts.running() + " requests are not answered" : ""));
    }

    /** Whether the master has got all that was given back to it. */
    void delivered(boolean all) {
        delivered = all;
    }

    /** Goes on when there is no channel any more, for as long as the worker may take. */
    void goOnAlone() {
        Object nothing = new Object();
        while (!exits && System.nanoTime() - begunNanos < limitNanos) {
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
