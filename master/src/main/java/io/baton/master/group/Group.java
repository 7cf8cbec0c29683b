package io.baton.master.group;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.conductor.Clock;
import io.baton.master.config.GroupConfig;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.listen.BindException;
import io.baton.master.program.Program;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One application: its configuration, its state, and the verbs of the operator. Each start makes listeners and a crew of its
 * own, which the stop ends, so that nothing of one start is left in the next. Conductor thread only.
 */
public final class Group {

    private final Clock clock;
    private final ApplicationJournal journal;
    private final Workshop workshop;
    private final SlotRecords records;
    private final GroupSlots slots = new GroupSlots(this);
    private final GroupReload reload;

    private GroupConfig config;
    private GroupState state = GroupState.STOPPED;
    private int generations;
    private @Nullable Parts parts;

    /**
     * A stopped application.
     *
     * @param journal of this application
     * @param ids gives each slot a number that no other slot of the master has
     */
    public Group(Clock clock, GroupConfig config, ApplicationJournal journal, Workshop workshop, IntSupplier ids) {
        this.clock = clock;
        this.config = config;
        this.journal = journal;
        this.workshop = workshop;
        this.records = new SlotRecords(ids);
        this.reload = new GroupReload(this, workshop, journal);
        reload.declared(config.workers());
        records.number(config.workers());
    }

    /** The application's name. */
    public String name() {
        return config.name();
    }

    /** What the group is doing. */
    public GroupState state() {
        return state;
    }

    /** The application now. */
    public GroupSnapshot snapshot() {
        GroupSnapshot snapshot = GroupReport.of(
                config,
                state == GroupState.RUNNING && isReloading() ? GroupState.RELOADING : state,
                generation(),
                records.stopped(journal.label()),
                parts == null ? List.of() : parts.listeners().snapshot());
        Crew crew = crew();
        return crew == null ? snapshot : crew.slots().snapshot(snapshot);
    }

    /** The journal of this application. */
    public ApplicationJournal journal() {
        return journal;
    }

    /** How it was configured; its number of workers may have changed since. */
    public GroupConfig config() {
        return config;
    }

    /** Has another configuration from the next start on. Only while it is stopped. */
    void configure(GroupConfig other) {
        if (state != GroupState.STOPPED) {
            throw new IllegalStateException(name() + ": it is " + state.inWords());
        }
        config = other;
        reload.declared(config.workers());
        records.number(config.workers());
    }

    /**
     * Opens the listeners and starts all workers, as {@link #start(IntPredicate)}.
     */
    public CompletionStage<Outcome> start() {
        return start(slot -> true);
    }

    /**
     * Opens the listeners and starts workers.
     *
     * @param wanted the slots that get one
     * @return done when all workers are ready at the same time; refused at once if the group is not stopped, else when it
     *     cannot start. After {@link Refusal#NO_WORKER_STARTS} the group still tries; after any other refusal it is stopped
     */
    CompletionStage<Outcome> start(IntPredicate wanted) {
        if (state != GroupState.STOPPED) {
            return Outcome.refused(Refusal.NOT_STOPPED, name() + ": it is " + state.inWords() + " already");
        }
        Parts begun = Parts.of(config, clock, workshop);
        try {
            begun.listeners().claim(config.opened());
        } catch (BindException e) {
            return Outcome.refused(Refusal.ADDRESS_TAKEN, String.valueOf(e.getMessage()));
        }
        state = GroupState.STARTING;
        parts = begun;
        workshop.equip(config, new GroupStart(this, workshop, begun, wanted));
        return begun.started();
    }

    /**
     * Stops without losing a request: accepts no more connections, lets the workers finish, and waits until no process is
     * left.
     *
     * @return done when nothing is left; refused if nothing runs
     */
    public CompletionStage<Outcome> stop() {
        Parts stopping = parts;
        if (state == GroupState.STOPPED || stopping == null) {
            return Outcome.refused(Refusal.NOT_RUNNING, name() + ": it is stopped already");
        }
        if (state != GroupState.STOPPING) {
            state = GroupState.STOPPING;
            stopping.giveUp(new Outcome.Refused(Refusal.STOPPED_MEANWHILE, name() + ": it was stopped"));
            Crew crew = stopping.crew();
            if (crew != null) {
                crew.stop(() -> dismantle(stopping));
            }
        }
        return stopping.stopped();
    }

    /** Replaces its workers by others. */
    GroupReload reload() {
        return reload;
    }

    /** Whether a reload goes on. */
    public boolean isReloading() {
        return parts != null && parts.isReloading();
    }

    private int generation() {
        Generations served = parts == null ? null : parts.generations();
        return served == null ? generations : served.newest().number();
    }

    /** Ends all workers at once, whatever they have. Nothing is started any more. */
    public void killAll() {
        Crew crew = crew();
        if (crew != null) {
            crew.killAll();
        }
    }

    /** As {@link GroupSlots#resize}. */
    CompletionStage<Outcome> resize(int workers) {
        Parts serving = parts;
        return slots.resize(
                workers,
                () -> new Outcome.Done(GroupReport.workers(workers)
                        + (serving == null ? "" : GroupReport.where(serving.listeners()))));
    }

    /** What of it crosses an upgrade of the master. */
    public GroupUpgrade upgrade() {
        return new GroupUpgrade(this);
    }

    /** Goes on where the former image of this master was. Returns the parts of its start; null if it is stopped. */
    @Nullable
    Parts goOn(CarriedApplication carried, Program program) {
        generations = carried.generation();
        reload.declared(config.workers());
        records.goOn(carried.records());
        state = carried.state();
        if (state == GroupState.STOPPED) {
            return null;
        }
        Parts begun = Parts.of(config, clock, workshop);
        Generation served = new Generation(generations, config, program, workshop.launcher(config, begun.timers()));
        begun.equip(
                new Generations(served, unused -> workshop.dismantle(unused, () -> {})), GroupUpgrade.bound(carried));
        begun.started().complete(new Outcome.Done("runs already"));
        parts = begun;
        return begun;
    }

    /** The parts of its start; null while it is stopped. */
    @Nullable
    Parts parts() {
        return parts;
    }

    /** Counts its starts and reloads. */
    int generations() {
        return generations;
    }

    /** One more. */
    int nextGeneration() {
        generations++;
        return generations;
    }

    /** A reload has succeeded, and this holds from now on. */
    void reloaded(GroupConfig now) {
        config = now;
    }

    /** Its slots, while it runs. */
    public GroupSlots slots() {
        return slots;
    }

    /** Its slots, whether it runs or not. */
    SlotRecords records() {
        return records;
    }

    /** Whether this is the process of a worker, whose exit status is read here. */
    public boolean owns(int pid) {
        Crew crew = crew();
        return crew != null && crew.slots().own(pid);
    }

    /** The master ends and the conductor has stopped: removes what is left on the disk. On the main thread. */
    public void cleanUp() {
        if (parts != null) {
            parts.programs().forEach(Program::end);
        }
    }

    /** Hears the crew of a start that a former image of this master began. */
    CrewEvents eventsOf(Parts begun) {
        return new GroupStart(this, workshop, begun, slot -> true);
    }

    /** All workers of this start are ready at the same time. */
    void allReady(Parts begun) {
        if (parts == begun && state == GroupState.STARTING) {
            state = GroupState.RUNNING;
            Outcome.Done done =
                    new Outcome.Done(GroupReport.workers(config.workers()) + GroupReport.where(begun.listeners()));
            if (!begun.started().complete(done)) {
                journal.ready(done.what(), null);
            }
        }
    }

    /** No process of this start is left. */
    void dismantle(Parts ended) {
        ended.dismantle(workshop, () -> end(ended));
    }

    /** Nothing of this start is left. */
    void end(Parts ended) {
        ended.end(new Outcome.Refused(Refusal.STOPPED_MEANWHILE, name() + ": it was stopped"));
        parts = null;
        state = GroupState.STOPPED;
        ended.stopped().complete(new Outcome.Done("stopped"));
    }

    /** The crew, unless the group is stopped or stops. */
    @Nullable
    Crew runningCrew() {
        boolean runs = state == GroupState.STARTING || state == GroupState.RUNNING;
        return runs ? crew() : null;
    }

    @Nullable
    Crew crew() {
        return parts == null ? null : parts.crew();
    }

    /** The crew has another number of slots. Workers that start from now on hear it. Returns it in words. */
    String resized(Crew crew) {
        config = config.withWorkers(crew.size());
        records.retain(crew.slots().serving().stream().map(Slot::id).toList());
        return GroupReport.workers(config.workers());
    }

    CompletionStage<Outcome> notRunning() {
        return Outcome.refused(Refusal.NOT_RUNNING, name() + ": it is " + state.inWords());
    }
}
