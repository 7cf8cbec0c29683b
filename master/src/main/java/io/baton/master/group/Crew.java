package io.baton.master.group;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.conductor.Clock;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Supervision;
import io.baton.master.dispatch.Return;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.listen.Listeners;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a group from one start to its stop: keeps every slot filled, tells the listeners which workers take
 * connections, and lets all workers go in the end. Serves once. Conductor thread only.
 */
final class Crew implements SlotEvents {

    private final Generations generations;
    private final Listeners listeners;
    private final ApplicationJournal journal;
    private final Slots slots;
    private final Shutdown shutdown;
    private final Renewal renewal;
    private final HangWatch hangWatch;
    private final FirstStarts firstStarts;
    private final @Nullable Relay relay;
    private final boolean sticky;
    private final FailedStarts failedStarts;
    private final Goals goals = new Goals();
    private final SlotVerbs verbs;
    private final CurrentReload reload;
    private final Admission admission;
    private final ProbeWatch probes;
    private final WarmUps warmUps;

    /**
     * A crew whose slots are empty.
     *
     * @param generations what the workers run
     * @param spareCount workers without traffic
     * @param records of the slots
     * @param listeners what the workers serve
     * @param fetches asks the workers
     * @param carried what a former image of this master had, for {@link #goOn}; null for a crew that is to be started
     */
    Crew(
            Clock clock,
            ApplicationJournal journal,
            Generations generations,
            int spareCount,
            SlotRecords records,
            Listeners listeners,
            Fetches fetches,
            CrewEvents events,
            @Nullable CarriedApplication carried) {
        GroupConfig config = generations.current().config();
        Supervision supervision = config.supervision();
        this.journal = journal;
        this.generations = generations;
        this.listeners = listeners;
        this.slots = carried == null
                ? Slots.empty(config.workers(), spareCount, records, new SlotParts(clock, journal, generations, this))
                : Slots.of(carried, records, new SlotParts(clock, journal, generations, this));
        this.shutdown = new Shutdown(clock, journal, supervision, listeners, slots);
        this.failedStarts = new FailedStarts(clock, events, shutdown, slots);
        this.firstStarts =
                new FirstStarts(clock, slots.serving(), Runtime.getRuntime().availableProcessors());
        this.sticky = config.delivery().sticky();
        this.relay = config.relays() ? new Relay(clock, slots) : null;
        Turns turns = new Turns(clock, slots);
        this.reload = new CurrentReload(clock, journal, slots, generations, turns, (worker, slot) -> admission()
                .join(worker, slot));
        this.renewal = new Renewal(clock, generations, slots, turns);
        this.hangWatch = new HangWatch(clock, slots);
        Shares shares = new Shares(slots, generations, shutdown::hasBegun);
        this.probes = new ProbeWatch(
                clock,
                generations,
                fetches,
                new UnhealthyWorkers(clock, journal, generations, listeners, slots, turns));
        this.warmUps = new WarmUps(clock, generations, slots, listeners, fetches.fetcher());
        this.admission = new Admission(
                clock, events, generations, listeners, slots, shares, failedStarts, firstStarts, goals, reload, probes);
        this.verbs = new SlotVerbs(journal, slots, firstStarts, goals, generations, turns);
    }

    /** Starts all workers. */
    void start() {
        firstStarts.start();
        renewal.start();
        hangWatch.start();
    }

    /** What of it crosses an upgrade of the master. */
    CrewUpgrade upgrade() {
        return new CrewUpgrade(this, slots, generations, listeners, firstStarts, goals, shutdown, warmUps);
    }

    /** Goes on, with the workers of a former image of this master in their slots. */
    void goOn(boolean wereAllReady) {
        admission.goOn(wereAllReady);
        start();
        admission.look();
    }

    /**
     * Stops without losing a request: accepts no more, hands over the connections that wait, and lets all workers finish. A
     * worker that needs longer than the time to drain gets SIGTERM, then SIGKILL.
     *
     * @param whenAllGone called once, when no process is left
     */
    void stop(Runnable whenAllGone) {
        reload.giveUp();
        shutdown.begin(whenAllGone);
    }

    /** Ends all workers at once. */
    void killAll() {
        shutdown.killAll();
    }

    /** Replaces all workers by others, if it is told to. */
    CurrentReload reload() {
        return reload;
    }

    /** How a worker that is ready comes to serve. */
    private Admission admission() {
        return admission;
    }

    /** What the operator may do with the slots. */
    SlotVerbs verbs() {
        return verbs;
    }

    /** What the workers are started from. */
    Generations generations() {
        return generations;
    }

    /** The slots of the workers. */
    Slots slots() {
        return slots;
    }

    /** Nothing happens here any more: verbs that wait for something are answered. */
    void ended(Outcome outcome) {
        goals.end(outcome);
    }

    /** How many workers there are to be, spares not counted. */
    @Override
    public int size() {
        return slots.serving().size();
    }

    @Override
    public void listenAsked(WorkerHandle worker, Message.QueryServer query) {
        listeners.asked(worker, query);
    }

    @Override
    public void listenEnded(WorkerHandle worker, String key) {
        listeners.closed(worker, key);
    }

    @Override
    public boolean warmsUp(WorkerHandle worker, String reason) {
        return !shutdown.hasBegun() && warmUps.hold(worker, reason);
    }

    /** A ready spare gets no connections until it takes a slot. */
    @Override
    public void ready(WorkerHandle worker) {
        Slot slot = slots.servingSlotOf(worker);
        if (slot == null) {
            return;
        }
        generations.worked(worker);
        if (!reload.withholds(worker, slot)) {
            admission.join(worker, slot);
        }
    }

    @Override
    public void tookSlot(WorkerHandle spare) {
        admission.take(spare);
    }

    @Override
    public void retires(WorkerHandle worker) {
        reload.retires(worker);
        Slot slot = slots.slotOf(worker);
        if (slot != null) {
            slot.vacate(worker);
        }
    }

    /** A crew that stops lets the worker go soon: when no connection waits any more. */
    @Override
    public void asksToLeave(WorkerHandle worker, String reason) {
        if (shutdown.hasBegun() || reload.willReplace(worker)) {
            return;
        }
        Slot slot = slots.slotOf(worker);
        if (slot == null) {
            worker.drain(reason, generations.of(worker).drainMs());
        } else {
            slot.release(worker, reason);
        }
    }

    @Override
    public void leaves(WorkerHandle worker) {
        listeners.dismiss(worker);
    }

    @Override
    public boolean othersServe(WorkerHandle worker) {
        return generations.current().config().delivery().movement().migrate() && othersTake(worker);
    }

    /** Whether others can be handed the connections of a worker, whether or not the operator wants it by itself. */
    boolean othersTake(WorkerHandle worker) {
        return !shutdown.hasBegun() && listeners.othersTake(worker);
    }

    @Override
    public boolean returned(WorkerHandle worker, String key, Fd connection, Return given) {
        return listeners.returned(worker, key, connection, given);
    }

    @Override
    public void dead(WorkerHandle worker, ExitStatus status) {
        int redispatched = listeners.dead(worker);
        if (redispatched > 0) {
            journal.add(new WorkerEvent.LeftConnections(worker.id(), redispatched));
        }
        generations.of(worker).ended(worker, status);
        reload.died(worker);
        slots.holding(worker).died(worker);
        generations.ended(worker);
        probes.end(worker);
        warmUps.end(worker);
        firstStarts.goOn();
        goals.look();
        reload.look();
        shutdown.workerEnded(worker);
        failedStarts.died(worker);
        shutdown.endIfNoProcessIsLeft();
    }

    @Override
    public void says(WorkerHandle worker, Message.User words) {
        if (sticky) {
            // A program that has set up its adapter waits for connections.
            worker.isReady("it speaks");
        }
        if (relay != null) {
            relay.pass(worker, words);
        }
    }

    @Override
    public void notStarted(Generation generation, int slot, String reason) {
        failedStarts.notStarted(reason);
        reload.notStarted(generation, slot, reason);
        goals.look();
        reload.look();
        shutdown.endIfNoProcessIsLeft();
    }

    @Override
    public @Nullable WorkerHandle takeSpare() {
        return slots.takeSpare(generations.forStart());
    }
}
