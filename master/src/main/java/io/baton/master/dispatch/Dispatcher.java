package io.baton.master.dispatch;

import io.baton.master.carried.CarriedConnection;
import io.baton.master.conductor.Clock;
import io.baton.master.totals.ListenerTotals;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives each connection of a listener to a worker, and holds the connections that no worker can take yet. Each one ends here in
 * one of two ways: a worker accepts it, or it gets the {@link Unserved} end, after the hold timeout or when the listener stops
 * and no worker is left. Conductor thread only.
 */
public final class Dispatcher implements Source {

    /** How many connections may wait here; beyond that the kernel's backlog holds them. */
    public static final int HOLD_CAPACITY = 1000;

    private static final long RETRY_REFUSED_MS = 100;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final HoldGate gate;
    private final long holdNanos;
    private final Scheduler scheduler;
    private final Roster workers = new Roster();
    private final Waiting waiting = new Waiting();
    private final HoldTimers timers;
    private final DispatchTally tally;
    private final DispatchEnd end = new DispatchEnd();
    private final Predicate<Connection> dispatchOrAskLater = this::dispatchOrAskLater;

    private boolean paused;
    private boolean waitsForRoom;

    /** Without workers, which will take turns. */
    public Dispatcher(Clock clock, Gate gate, Unserved unserved, long holdMs) {
        this(
                clock,
                gate,
                new DispatchTally(new ListenerTotals(), unserved),
                holdMs,
                Scheduler.roundRobin(),
                HOLD_CAPACITY);
    }

    /**
     * A dispatcher without workers, among which the scheduler will choose.
     *
     * @param gate is closed while as many connections wait as may
     * @param tally ends a connection that has waited for the hold timeout, and counts all
     * @param holdMs the hold timeout
     * @param capacity how many connections may wait, {@code 1..}{@link #HOLD_CAPACITY}; see {@link HoldCapacity}
     */
    public Dispatcher(Clock clock, Gate gate, DispatchTally tally, long holdMs, Scheduler scheduler, int capacity) {
        this.tally = tally;
        this.scheduler = scheduler;
        this.clock = clock;
        this.timers = new HoldTimers(clock);
        this.gate = new HoldGate(gate, capacity);
        this.holdNanos = holdMs * NANOS_PER_MS;
    }

    /** A worker became ready. */
    public void add(Lane lane) {
        scheduler.joins(workers, lane, clock.nanoTime());
        workers.add(lane);
        if (waitsForRoom) {
            lane.waits(this);
        }
        dispatchHeld(null);
    }

    /** A worker gets no new connections. It may still accept those that are on their way to it. */
    public void remove(Lane lane) {
        workers.remove(lane);
        lane.waitsNoMore(this);
        dispatchHeld(null);
    }

    /** The listener has accepted a connection, which is taken over. */
    public void offer(Connection connection) {
        connection.offeredTo(this);
        if (hasToQueue(connection) || !dispatch(connection)) {
            waiting.add(connection);
            afterHolding();
        }
    }

    /**
     * A worker has given a connection back, which is taken over. It does not count among those for which the gate is closed: it
     * was accepted long ago.
     */
    public void offerReturned(Connection connection) {
        connection.offeredTo(this);
        tally.returned();
        waiting.add(connection);
        afterHolding();
        dispatchHeld(null);
    }

    /** Counts what becomes of connections. */
    DispatchTally tally() {
        return tally;
    }

    @Override
    public boolean hasClients() {
        return true;
    }

    @Override
    public void handedOver(Connection connection, long nanos) {
        tally.handedOver(connection.given(), nanos);
    }

    /** A new connection queues behind the held ones. With a sticky scheduler it need not: they wait for other workers. */
    private boolean hasToQueue(Connection connection) {
        return !waiting.isWithoutFresh() && !(isSticky() && connection.hasPeer());
    }

    /** Another worker gets it now, or any worker after a while if none can take it now. */
    @Override
    public void refused(Connection connection, Lane by) {
        connection.addRefusal(by);
        tally.redispatched(1);
        if (!dispatch(connection)) {
            askAgainLater(connection);
        }
        dispatchHeld(by);
    }

    /** They go to other workers, before all that wait. */
    @Override
    public void takeBack(List<Connection> unaccepted) {
        tally.redispatched(unaccepted.size());
        holdFirst(unaccepted);
        dispatchHeld(null);
    }

    /** A connection may wait for this worker or for any. */
    @Override
    public void hasRoom(Lane lane) {
        if (!waiting.isEmpty()) {
            dispatchHeld(lane);
        }
    }

    /** Sends no connections to workers, or does so again. */
    public void pause(boolean pauses) {
        paused = pauses;
        dispatchHeld(null);
    }

    /** Goes on with the connections that the former image of this master held, in this order. */
    public void goOn(List<Connection> connections) {
        for (Connection connection : connections) {
            connection.offeredTo(this);
            waiting.add(connection);
        }
        afterHolding();
    }

    /** The connections that wait, for the next image of this master. */
    public List<CarriedConnection> carried() {
        return waiting.all().stream().map(Connection::carried).toList();
    }

    /** How many connections wait. */
    public int held() {
        return waiting.size();
    }

    /**
     * The listener will offer no more connections. Connections that wait, or that workers refuse or leave behind when they die,
     * go to other workers; without a worker they end.
     *
     * @param whenEmpty called once, when no connection waits any more
     */
    public void stop(Runnable whenEmpty) {
        end.begin(whenEmpty);
        dispatchHeld(null);
    }

    /** Ends the connections that wait. */
    public void endHeld() {
        waiting.removeAll().forEach(connection -> tally.end(connection, true));
        dispatchHeld(null);
    }

    private boolean dispatch(Connection connection) {
        int picked = paused ? Scheduler.NO_WORKER : scheduler.pick(workers, connection, clock.nanoTime());
        if (picked == Scheduler.NO_WORKER) {
            return false;
        }
        workers.takeTurn(picked).send(connection);
        return true;
    }

    /**
     * Gives held connections to the workers that can take them.
     *
     * @param room the only worker that has changed; null if any may have
     */
    private void dispatchHeld(@Nullable Lane room) {
        if (isSticky()) {
            waiting.giveEach(room, dispatchOrAskLater);
        } else {
            waiting.giveInLine(dispatchOrAskLater);
        }
        if (end.isDue(held(), workers.size())) {
            endHeld();
        }
        if (waiting.isEmpty()) {
            timers.cancel();
            waitForRoom(false);
        }
        gate.openIfRoom(waiting.freshSize());
    }

    /**
     * Dispatches a held connection. If no worker suits it, with room or without, it steps out of the line, so that the
     * connections behind it can go.
     */
    private boolean dispatchOrAskLater(Connection connection) {
        if (dispatch(connection)) {
            return true;
        }
        if (connection.wasRefused() || workers.suitsNone(connection, clock.nanoTime())) {
            askAgainLater(connection);
            return true;
        }
        return false;
    }

    private void askAgainLater(Connection connection) {
        if (!waiting.hasAside()) {
            clock.after(RETRY_REFUSED_MS, this::askAgain);
        }
        connection.forgetRefusals();
        waiting.putAside(connection);
        afterHolding();
    }

    private void askAgain() {
        holdFirst(waiting.takeAside());
        expire();
    }

    private void holdFirst(List<Connection> connections) {
        waiting.addFirst(connections);
        // These connections may be older than the one that the timer was set for.
        timers.cancel();
        afterHolding();
    }

    private void afterHolding() {
        waitForRoom(!waiting.isEmpty());
        gate.closeIfFull(waiting.freshSize());
        if (!timers.expects() && !waiting.isEmpty()) {
            timers.expect(holdNanos - waiting.oldestAgeNanos(clock.nanoTime()), this::expire);
        }
        if (!timers.watches() && (isSticky() ? !waiting.isEmpty() : waiting.hasReturned())) {
            long patienceNanos = isSticky() ? scheduler.patienceNanos() : Roster.HUNG_NANOS;
            timers.watch(workers.nextOverdueNanos(patienceNanos, clock.nanoTime()), this::lookForHangs);
        }
    }

    /** Connections that wait for a worker which has accepted nothing for too long go to other workers. */
    private void lookForHangs() {
        dispatchHeld(null);
        afterHolding();
    }

    private boolean isSticky() {
        return scheduler.patienceNanos() > 0;
    }

    private void expire() {
        timers.cancel();
        waiting.removeOlderThan(holdNanos, clock.nanoTime()).forEach(connection -> tally.end(connection, false));
        afterHolding();
        dispatchHeld(null);
    }

    /** Lanes tell a dispatcher of room only while it holds connections. */
    private void waitForRoom(boolean waits) {
        if (waits != waitsForRoom) {
            waitsForRoom = waits;
            workers.waitForRoom(this, waits);
        }
    }
}
