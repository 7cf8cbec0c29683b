package io.baton.master.supervisor;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.RunConfig;
import io.baton.master.listen.Listeners;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.spawn.Program;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every slot filled with a worker, tells the listening side who takes connections, and lets all of them go in the end.
 * The conductor's.
 */
public final class Supervisor implements WorkerEvents {

    private static final Logger LOG = System.getLogger(Supervisor.class.getName());

    private static final long LOOK_MS = 500;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Conductor conductor;
    private final Listeners listeners;
    private final List<Slot> seats = new ArrayList<>();
    private final List<Slot> spares = new ArrayList<>();

    private long lookedAtNanos;
    private boolean allReadyTold;
    private Runnable whenAllReady = () -> {};
    private @Nullable Runnable whenAllGone;

    /**
     * A supervisor with empty slots.
     *
     * @param spareCount workers without traffic
     * @param listeners what the workers serve
     */
    public Supervisor(
            Conductor conductor,
            RunConfig config,
            Launcher launcher,
            Program program,
            int spareCount,
            Listeners listeners) {
        this.conductor = conductor;
        this.listeners = listeners;
        for (int id = 1; id <= config.workers(); id++) {
            seats.add(new Slot(id, false, conductor, launcher, program, config.supervision(), this));
        }
        for (int id = config.workers() + 1; id <= config.workers() + spareCount; id++) {
            spares.add(new Slot(id, true, conductor, launcher, program, config.supervision(), this));
        }
    }

    /**
     * Starts all workers.
     *
     * @param whenAllReady called once, when all are ready at the same time for the first time
     */
    public void start(Runnable whenAllReady) {
        this.whenAllReady = whenAllReady;
        seats.forEach(Slot::spawn);
        lookedAtNanos = conductor.nanoTime();
        conductor.after(LOOK_MS, this::look);
    }

    /**
     * Lets all workers finish what they have and go: SIGTERM for who needs longer than the drain time, SIGKILL for who
     * ignores that.
     *
     * @param drainMs how long they have
     * @param whenAllGone called once, when no process is left
     */
    public void stop(long drainMs, Runnable whenAllGone) {
        this.whenAllGone = whenAllGone;
        forEachSlot(Slot::stop);
        forEachWorker(worker -> worker.drain("stopping", drainMs));
        goneIfAllGone();
    }

    /** Ends all workers at once. */
    public void killAll() {
        forEachSlot(Slot::stop);
        forEachWorker(worker -> worker.kill("master stops at once"));
    }

    @Override
    public void listenAsked(WorkerHandle worker, Message.QueryServer query) {
        listeners.asked(worker, query);
    }

    @Override
    public void listenEnded(WorkerHandle worker, String key) {
        listeners.closed(worker, key);
    }

    /** A spare is ready without being asked for anything, until it takes a seat. */
    @Override
    public void ready(WorkerHandle worker) {
        if (seats.stream().noneMatch(seat -> seat.worker() == worker)) {
            return;
        }
        listeners.admit(worker);
        if (seats.stream().allMatch(Slot::isReady)) {
            listeners.allReady();
            spares.forEach(Slot::spawn);
            if (!allReadyTold) {
                allReadyTold = true;
                whenAllReady.run();
            }
        }
    }

    @Override
    public void retires(WorkerHandle worker) {
        for (Slot slot : seats) {
            if (slot.worker() == worker) {
                slot.vacate(worker, takeSpare());
            }
        }
    }

    @Override
    public void unready(WorkerHandle worker) {
        listeners.dismiss(worker);
    }

    @Override
    public void answered(WorkerHandle worker, long seq, boolean accepted) throws ProtocolException {
        if (accepted) {
            listeners.accepted(worker, seq);
        } else {
            listeners.refused(worker, seq);
        }
    }

    @Override
    public void dead(WorkerHandle worker, ExitStatus status) {
        int redispatched = listeners.dead(worker);
        if (redispatched > 0) {
            LOG.log(Level.WARNING, "{0} left {1} connections unaccepted; other workers get them", worker, redispatched);
        }
        for (Slot seat : seats) {
            seat.died(worker, seat.worker() == worker ? takeSpare() : null);
        }
        spares.forEach(spare -> spare.died(worker, null));
        goneIfAllGone();
    }

    private void look() {
        long now = conductor.nanoTime();
        boolean late = now - lookedAtNanos > 2 * LOOK_MS * NANOS_PER_MS;
        lookedAtNanos = now;
        forEachWorker(worker -> {
            if (late) {
                worker.excuse(now);
            } else {
                worker.check(now);
            }
        });
        conductor.after(LOOK_MS, this::look);
    }

    private void goneIfAllGone() {
        if (whenAllGone != null
                && seats.stream().allMatch(Slot::isEmpty)
                && spares.stream().allMatch(Slot::isEmpty)) {
            Runnable gone = whenAllGone;
            whenAllGone = null;
            gone.run();
        }
    }

    /** A spare that could take a seat now; its place is empty then. Null if there is none, or none is wanted any more. */
    private @Nullable WorkerHandle takeSpare() {
        if (whenAllGone != null) {
            return null;
        }
        return spares.stream().filter(Slot::isReady).findFirst().map(Slot::give).orElse(null);
    }

    private void forEachWorker(Consumer<WorkerHandle> action) {
        forEachSlot(slot -> slot.workers().forEach(action));
    }

    private void forEachSlot(Consumer<Slot> action) {
        seats.forEach(action);
        spares.forEach(action);
    }
}
