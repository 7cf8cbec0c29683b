package io.baton.master.dispatch;

import io.baton.master.conductor.Clock;
import io.baton.protocol.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each connection of a listener to a worker, and keeps what no worker can take yet. Nothing is dropped: a connection
 * leaves by being accepted, or after {@code holdMs} by the {@link Unserved} answer. The conductor's.
 */
public final class Dispatcher {

    /** How many connections may wait here; beyond that the kernel's backlog holds them. */
    public static final int HOLD_CAPACITY = 1000;

    private static final long RETRY_REFUSED_MS = 100;
    private static final long NANOS_PER_MS = 1_000_000;

    /** Is told to stop and to go on accepting. */
    public interface Gate {

        /** Accept nothing until {@link #open}; the backlog holds. */
        void close();

        /** Accept again. */
        void open();
    }

    /** Ends a connection that waited too long. */
    @FunctionalInterface
    public interface Unserved {

        /** Answers and closes it; owns it from here on. */
        void end(Connection connection);
    }

    private final Clock clock;
    private final Gate gate;
    private final Unserved unserved;
    private final long holdNanos;
    private final RoundRobin scheduler = new RoundRobin();
    private final ArrayDeque<Connection> held = new ArrayDeque<>();
    private final List<Connection> refusedByAll = new ArrayList<>();

    private boolean gateClosed;
    private Clock.@Nullable Cancel expiry;
    private @Nullable Runnable whenEmpty;

    /** A dispatcher without workers: it holds what comes. */
    public Dispatcher(Clock clock, Gate gate, Unserved unserved, long holdMs) {
        this.clock = clock;
        this.gate = gate;
        this.unserved = unserved;
        this.holdNanos = holdMs * NANOS_PER_MS;
    }

    /** A worker became ready. */
    public void add(Target target) {
        scheduler.add(target);
        dispatchHeld();
    }

    /** A worker takes nothing new; what is on its way to it may still be accepted. */
    public void remove(Target target) {
        scheduler.remove(target);
        dispatchHeld();
    }

    /** A connection was accepted from the kernel. */
    public void offer(Connection connection) {
        if (!held.isEmpty() || !dispatch(connection)) {
            hold(connection);
        }
    }

    /** A worker owns connection {@code seq} of its window now. */
    public void accepted(Target target, long seq) throws ProtocolException {
        target.window().remove(seq).close();
        if (!held.isEmpty()) {
            dispatchHeld();
        }
    }

    /** A worker would not take connection {@code seq} of its window: another one gets it, after a full round later. */
    public void refused(Target target, long seq) throws ProtocolException {
        Connection connection = target.window().remove(seq);
        connection.addRefusal(target);
        if (scheduler.allRefused(connection)) {
            connection.forgetRefusals();
            refusedByAll.add(connection);
            clock.after(RETRY_REFUSED_MS, this::retryRefused);
        } else if (!dispatch(connection)) {
            holdFirst(List.of(connection));
        }
        dispatchHeld();
    }

    /**
     * A worker is dead and its channel was read to the end: what it never accepted was never served, not a byte of it was
     * read, and it comes first now.
     *
     * @return how many connections go to other workers
     */
    public int redispatch(Target dead) {
        scheduler.remove(dead);
        List<Connection> unaccepted = dead.window().removeAll();
        holdFirst(unaccepted);
        dispatchHeld();
        return unaccepted.size();
    }

    /** How many wait here. */
    public int held() {
        return held.size() + refusedByAll.size();
    }

    /**
     * The master stops and will offer nothing more: what waits goes to a worker, or ends now if there is none.
     *
     * @param whenEmpty called once, when nothing waits here any more
     */
    public void stop(Runnable whenEmpty) {
        this.whenEmpty = whenEmpty;
        dispatchHeld();
    }

    /** Ends what waits here now. */
    public void endHeld() {
        List<Connection> all = new ArrayList<>(held);
        all.addAll(refusedByAll);
        held.clear();
        refusedByAll.clear();
        all.forEach(unserved::end);
        dispatchHeld();
    }

    private boolean dispatch(Connection connection) {
        Target target = scheduler.pick(connection, clock.nanoTime());
        if (target == null) {
            return false;
        }
        target.handOver(connection);
        return true;
    }

    private void dispatchHeld() {
        for (Connection next = held.peekFirst(); next != null && dispatch(next); next = held.peekFirst()) {
            held.removeFirst();
        }
        if (whenEmpty != null) {
            dispatchLast(whenEmpty);
        }
        if (held.isEmpty() && expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        if (gateClosed && held.size() < HOLD_CAPACITY) {
            gateClosed = false;
            gate.open();
        }
    }

    private void dispatchLast(Runnable done) {
        if (held() == 0) {
            whenEmpty = null;
            done.run();
        } else if (scheduler.size() == 0) {
            endHeld();
        }
    }

    private void hold(Connection connection) {
        held.addLast(connection);
        afterHolding();
    }

    private void holdFirst(List<Connection> connections) {
        for (int i = connections.size() - 1; i >= 0; i--) {
            held.addFirst(connections.get(i));
        }
        afterHolding();
    }

    private void afterHolding() {
        if (held.size() >= HOLD_CAPACITY && !gateClosed) {
            gateClosed = true;
            gate.close();
        }
        if (expiry == null && !held.isEmpty()) {
            long waitNanos = holdNanos - held.element().ageNanos(clock.nanoTime());
            expiry = clock.after(Math.max(1, waitNanos / NANOS_PER_MS + 1), this::expire);
        }
    }

    private void expire() {
        expiry = null;
        long now = clock.nanoTime();
        for (Connection oldest = held.peekFirst();
                oldest != null && oldest.ageNanos(now) >= holdNanos;
                oldest = held.peekFirst()) {
            unserved.end(held.removeFirst());
        }
        afterHolding();
        dispatchHeld();
    }

    private void retryRefused() {
        List<Connection> again = new ArrayList<>(refusedByAll);
        refusedByAll.clear();
        holdFirst(again);
        dispatchHeld();
    }
}
