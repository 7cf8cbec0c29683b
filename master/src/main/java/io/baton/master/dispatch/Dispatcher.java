package io.baton.master.dispatch;

import io.baton.master.conductor.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives each connection of a listener to a worker, and keeps what no worker can take yet. Nothing is dropped: a connection
 * leaves by being accepted, or after {@code holdMs} by the {@link Unserved} answer. The conductor's.
 */
public final class Dispatcher {

    /** How many connections may wait here; beyond that the kernel's backlog holds them. */
    public static final int HOLD_CAPACITY = 1000;

    private static final int LEAST_CAPACITY = 8;

    /** Descriptors for the master itself, its workers' channels and pipes, and connections on their way. */
    private static final int RESERVE = 256;

    private static final long RETRY_REFUSED_MS = 100;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Gate gate;
    private final Unserved unserved;
    private final long holdNanos;
    private final int capacity;
    private final Scheduler scheduler;
    private final Roster workers = new Roster();
    private final Hold held = new Hold();
    private final List<Connection> refused = new ArrayList<>();
    private final Predicate<Connection> dispatchOrAskLater = this::dispatchOrAskLater;

    private boolean gateClosed;
    private boolean waitsForRoom;
    private boolean stopping;
    private Clock.@Nullable Cancel expiry;
    private Clock.@Nullable Cancel hangCheck;
    private @Nullable Runnable whenEmpty;

    /** A dispatcher without workers, who will take turns: it holds what comes. */
    public Dispatcher(Clock clock, Gate gate, Unserved unserved, long holdMs) {
        this(clock, gate, unserved, holdMs, Scheduler.roundRobin());
    }

    /** A dispatcher without workers, of whom the scheduler will choose: it holds what comes. */
    public Dispatcher(Clock clock, Gate gate, Unserved unserved, long holdMs, Scheduler scheduler) {
        this(clock, gate, unserved, holdMs, scheduler, HOLD_CAPACITY);
    }

    /**
     * The same, and not more than so many connections wait.
     *
     * @param capacity {@code 1..}{@link #HOLD_CAPACITY}, see {@link #capacityWithin}
     */
    public Dispatcher(Clock clock, Gate gate, Unserved unserved, long holdMs, Scheduler scheduler, int capacity) {
        this.capacity = capacity;
        this.scheduler = scheduler;
        this.clock = clock;
        this.gate = gate;
        this.unserved = unserved;
        this.holdNanos = holdMs * NANOS_PER_MS;
    }

    /**
     * How many connections may wait in a process that may have so many descriptors. A worker's start needs some, and is what
     * the waiting ones wait for; those that have just been told 503 stay for a second beside as many new ones.
     */
    public static int capacityWithin(long descriptors) {
        return (int) Math.max(LEAST_CAPACITY, Math.min(HOLD_CAPACITY, (descriptors - RESERVE) / 2));
    }

    /** A worker became ready. */
    public void add(Lane lane) {
        workers.add(lane);
        if (waitsForRoom) {
            lane.waits(this);
        }
        dispatchHeld(null);
    }

    /** A worker takes nothing new; what is on its way to it may still be accepted. */
    public void remove(Lane lane) {
        workers.remove(lane);
        lane.waitsNoMore(this);
        dispatchHeld(null);
    }

    /** A connection was accepted from the kernel. */
    public void offer(Connection connection) {
        connection.offeredTo(this);
        if (hasToQueue(connection) || !dispatch(connection)) {
            held.addLast(connection);
            afterHolding();
        }
    }

    /** New ones do not overtake. Where each client has a worker of its own, those that wait do so for another one. */
    private boolean hasToQueue(Connection connection) {
        return !held.isEmpty() && !(isSticky() && connection.hasPeer());
    }

    /** A worker would not take a connection: another one gets it, or after a while any. */
    void refused(Connection connection, Lane by) {
        connection.addRefusal(by);
        if (!dispatch(connection)) {
            askAgainLater(connection);
        }
        dispatchHeld(by);
    }

    /**
     * What comes back from a dead worker comes first now where it was offered.
     *
     * @return how many connections go to other workers
     */
    static int redispatch(List<Connection> unaccepted) {
        Map<Dispatcher, List<Connection>> byDispatcher = unaccepted.stream()
                .collect(Collectors.groupingBy(Connection::dispatcher, LinkedHashMap::new, Collectors.toList()));
        byDispatcher.forEach((dispatcher, its) -> {
            dispatcher.holdFirst(its);
            dispatcher.dispatchHeld(null);
        });
        return unaccepted.size();
    }

    /** A worker has room again: what waits for it, or for any, may go to it. */
    void hasRoom(Lane lane) {
        if (!held.isEmpty()) {
            dispatchHeld(lane);
        }
    }

    /** How many wait here. */
    public int held() {
        return held.size() + refused.size();
    }

    /**
     * The master stops and will offer nothing more: what waits, or comes back, goes to a worker, or ends now if there is
     * none.
     *
     * @param whenEmpty called once, when nothing waits here any more
     */
    public void stop(Runnable whenEmpty) {
        this.stopping = true;
        this.whenEmpty = whenEmpty;
        dispatchHeld(null);
    }

    /** Ends what waits here now. */
    public void endHeld() {
        List<Connection> all = held.removeAll();
        all.addAll(refused);
        refused.clear();
        all.forEach(unserved::end);
        dispatchHeld(null);
    }

    private boolean dispatch(Connection connection) {
        int picked = scheduler.pick(workers, connection, clock.nanoTime());
        if (picked == Scheduler.NOBODY) {
            return false;
        }
        workers.takeTurn(picked).send(connection);
        return true;
    }

    /**
     * Gives away what can be given.
     *
     * @param room the only worker of which anything has changed; null if that may be any
     */
    private void dispatchHeld(@Nullable Lane room) {
        if (isSticky()) {
            held.giveEach(room, dispatchOrAskLater);
        } else {
            held.giveInLine(dispatchOrAskLater);
        }
        if (stopping) {
            finish();
        }
        if (held.isEmpty()) {
            cancelTimers();
            waitForRoom(false);
        }
        if (gateClosed && held() < capacity) {
            gateClosed = false;
            gate.open();
        }
    }

    /** One that only a worker which refused it could take now must not keep the others waiting. */
    private boolean dispatchOrAskLater(Connection connection) {
        if (dispatch(connection)) {
            return true;
        }
        if (connection.wasRefused()) {
            askAgainLater(connection);
            return true;
        }
        return false;
    }

    private void finish() {
        if (held() > 0 && workers.size() == 0) {
            endHeld();
        } else if (held() == 0 && whenEmpty != null) {
            Runnable done = whenEmpty;
            whenEmpty = null;
            done.run();
        }
    }

    private void askAgainLater(Connection connection) {
        if (refused.isEmpty()) {
            clock.after(RETRY_REFUSED_MS, this::askAgain);
        }
        connection.forgetRefusals();
        refused.add(connection);
        afterHolding();
    }

    private void askAgain() {
        List<Connection> again = new ArrayList<>(refused);
        refused.clear();
        holdFirst(again);
        expire();
    }

    private void holdFirst(List<Connection> connections) {
        held.addFirst(connections);
        // They may be older than the one that the timer is for.
        cancelTimers();
        afterHolding();
    }

    private void afterHolding() {
        waitForRoom(!held.isEmpty());
        if (held() >= capacity && !gateClosed) {
            gateClosed = true;
            gate.close();
        }
        if (expiry == null && !held.isEmpty()) {
            long waitNanos = holdNanos - held.oldestAgeNanos(clock.nanoTime());
            expiry = clock.after(Math.max(1, waitNanos / NANOS_PER_MS + 1), this::expire);
        }
        if (hangCheck == null && !held.isEmpty() && isSticky()) {
            long waitNanos = workers.nextOverdueNanos(scheduler.patienceNanos(), clock.nanoTime());
            hangCheck = clock.after(waitNanos / NANOS_PER_MS + 1, this::lookForHangs);
        }
    }

    /** What waits for a worker that accepted nothing for so long goes to others. */
    private void lookForHangs() {
        hangCheck = null;
        dispatchHeld(null);
        afterHolding();
    }

    private boolean isSticky() {
        return scheduler.patienceNanos() > 0;
    }

    private void expire() {
        cancelTimers();
        held.removeOlderThan(holdNanos, clock.nanoTime()).forEach(unserved::end);
        afterHolding();
        dispatchHeld(null);
    }

    /** Lanes tell a dispatcher of room only while it holds connections. */
    private void waitForRoom(boolean waits) {
        if (waits == waitsForRoom) {
            return;
        }
        waitsForRoom = waits;
        for (int i = 0; i < workers.size(); i++) {
            if (waits) {
                workers.get(i).waits(this);
            } else {
                workers.get(i).waitsNoMore(this);
            }
        }
    }

    private void cancelTimers() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        if (hangCheck != null) {
            hangCheck.cancel();
            hangCheck = null;
        }
    }
}
