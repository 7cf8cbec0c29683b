package io.baton.master.group;

import io.baton.master.conductor.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a worker that has joined about its share of the open connections, a few at a time. Those that have the most
 * give idle ones. A connection does not wander: it goes only to a worker that has joined, and a worker that got some
 * gives none for a minute. Conductor thread only.
 *
 * @param <W> a worker
 */
final class Rebalance<W> {

    /** Some hundred connections a second: clients with requests do not notice. */
    private static final long PACE_MS = 100;

    private static final int MOST_AT_ONCE = 50;

    /** A worker none of whose connections is idle may have some later. */
    private static final long BARREN_NANOS = 1_000_000_000;

    private static final long KEEP_NANOS = 60_000_000_000L;

    /** A worker that has not got its share by then gets new connections only. */
    private static final long LIMIT_NANOS = 30_000_000_000L;

    /** Less than this part of a share is not worth the way, nor are one or two connections. */
    private static final int SLACK_PART = 10;

    private static final int SLACK = 2;

    /** The workers of one application. */
    interface Workers<W> {

        /** Whether connections may move now: the operator wants it, and no worker is being replaced. */
        boolean maySettle();

        /** Whether the application stops. */
        boolean stop();

        /** Those that take connections and say how many they have. */
        List<W> ready();

        /** How many connections one has. */
        int open(W worker);

        /** Whether it can be asked to give some away. */
        boolean canGive(W worker);

        /**
         * Has a worker give idle connections to another.
         *
         * @param given hears how many it gave; called once
         */
        void give(W from, int count, W heir, IntConsumer given);
    }

    private final Clock clock;
    private final Workers<W> workers;

    /** The workers that have joined and may not have their share yet, with the moment at which they joined. */
    private final Map<W, Long> joined = new LinkedHashMap<>();

    /** When workers last got a connection here. */
    private final Map<W, Long> gotAtNanos = new HashMap<>();

    /** When workers last had none to give. */
    private final Map<W, Long> barrenAtNanos = new HashMap<>();

    private boolean busy;

    /** Moves connections between these workers when one joins. */
    Rebalance(Clock clock, Workers<W> workers) {
        this.clock = clock;
        this.workers = workers;
    }

    /** A worker takes connections from now on. */
    void joined(W worker) {
        joined.put(worker, clock.nanoTime());
        lookLater();
    }

    private void lookLater() {
        if (!busy) {
            busy = true;
            clock.after(PACE_MS, this::look);
        }
    }

    private void look() {
        busy = false;
        forgetOld();
        if (workers.stop()) {
            joined.clear();
        } else if (!workers.maySettle() && !joined.isEmpty()) {
            lookLater();
        } else {
            W heir = poorest();
            if (heir != null) {
                serve(heir);
            }
        }
    }

    private void forgetOld() {
        long now = clock.nanoTime();
        List<W> ready = workers.ready();
        joined.entrySet().removeIf(it -> !ready.contains(it.getKey()) || now - it.getValue() > LIMIT_NANOS);
        gotAtNanos.entrySet().removeIf(it -> !ready.contains(it.getKey()) || now - it.getValue() > KEEP_NANOS);
        barrenAtNanos.entrySet().removeIf(it -> !ready.contains(it.getKey()) || now - it.getValue() > BARREN_NANOS);
    }

    /** The one with the fewest connections of those that have joined and do not have their share; null if there is none. */
    private @Nullable W poorest() {
        int share = share();
        W poorest = null;
        for (W worker : new ArrayList<>(joined.keySet())) {
            if (share - workers.open(worker) < Math.max(SLACK + 1, share / SLACK_PART)) {
                joined.remove(worker);
            } else if (poorest == null || workers.open(worker) < workers.open(poorest)) {
                poorest = worker;
            }
        }
        return poorest;
    }

    private void serve(W heir) {
        int share = share();
        W richest = null;
        for (W worker : workers.ready()) {
            boolean gives = workers.canGive(worker)
                    && !gotAtNanos.containsKey(worker)
                    && !barrenAtNanos.containsKey(worker)
                    && workers.open(worker) > share;
            if (gives && (richest == null || workers.open(worker) > workers.open(richest))) {
                richest = worker;
            }
        }
        if (richest == null) {
            lookLater();
            return;
        }
        W giver = richest;
        int missing = Math.min(share - workers.open(heir), workers.open(giver) - share);
        busy = true;
        workers.give(giver, Math.min(missing, MOST_AT_ONCE), heir, given -> {
            busy = false;
            (given == 0 ? barrenAtNanos : gotAtNanos).put(given == 0 ? giver : heir, clock.nanoTime());
            lookLater();
        });
    }

    private int share() {
        List<W> ready = workers.ready();
        long open = 0;
        for (W worker : ready) {
            open += workers.open(worker);
        }
        return ready.isEmpty() ? 0 : (int) (open / ready.size());
    }
}
