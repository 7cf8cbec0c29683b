package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Supervision;
import io.baton.master.listen.Listeners;
import io.baton.master.program.Program;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.ProcessGroups;
import io.baton.master.worker.WorkerEvents;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every slot filled with a worker, tells the listening side who takes connections, and lets all of them go in the end.
 * The conductor's.
 */
public final class Group implements WorkerEvents, SlotEvents {

    private static final Logger LOG = System.getLogger(Group.class.getName());

    /** A JVM that boots takes two cores for a while, which who just took a seat has more use for. */
    private static final long SPARE_AFTER_MS = 200;

    private final Clock clock;
    private final Program program;
    private final Listeners listeners;
    private final long drainMs;
    private final boolean killTree;
    private final ProcessGroups left;
    private final Seats seats;
    private final Renewal renewal;
    private final HangWatch hangWatch;
    private final FirstStarts firstStarts;
    private final @Nullable Relay relay;
    private final boolean sticky;
    private final BootFailures bootFailures = new BootFailures();

    private boolean allReadyTold;

    /** It will stop, when nothing waits for a worker any more. */
    private boolean stopping;

    /** It stops, or has: nothing is started again. */
    private boolean stopped;

    private Runnable whenAllReady = () -> {};
    private Consumer<String> whenNoneStarts = reason -> {};
    private @Nullable Runnable whenAllGone;

    /**
     * A group whose slots are empty.
     *
     * @param spareCount workers without traffic
     * @param listeners what the workers serve
     */
    public Group(
            Clock clock, GroupConfig config, Launcher launcher, Program program, int spareCount, Listeners listeners) {
        this.clock = clock;
        this.program = program;
        this.listeners = listeners;
        Supervision supervision = config.supervision();
        this.drainMs = supervision.timeouts().drainMs();
        this.killTree = supervision.killTree();
        this.left = new ProcessGroups(clock, supervision.timeouts().terminateMs());
        this.seats = new Seats(
                config.workers(),
                spareCount,
                id -> new Slot(id, false, clock, launcher, program, supervision, this, this),
                id -> new Slot(id, true, clock, launcher, program, supervision, this, this));
        this.firstStarts = new FirstStarts(seats.taken(), Runtime.getRuntime().availableProcessors());
        this.sticky = config.delivery().sticky();
        this.relay = config.relays() ? new Relay(clock, seats) : null;
        this.renewal = new Renewal(clock, program, supervision, seats);
        this.hangWatch = new HangWatch(clock, seats, firstStarts);
    }

    /**
     * Starts all workers.
     *
     * @param whenAllReady called once, when all are ready at the same time for the first time
     * @param whenNoneStarts called at most once, when no worker was ever ready and three starts failed, with the reason for
     *     the operator, in one line
     */
    public void start(Runnable whenAllReady, Consumer<String> whenNoneStarts) {
        this.whenAllReady = whenAllReady;
        this.whenNoneStarts = whenNoneStarts;
        firstStarts.go();
        renewal.start();
        hangWatch.start();
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
        stopped = true;
        seats.forEach(Slot::stop);
        seats.forEachWorker(worker -> worker.drain("stopping", drainMs));
        goneIfAllGone();
    }

    /** Ends all workers at once. */
    public void killAll() {
        stopped = true;
        seats.forEach(Slot::stop);
        seats.forEachWorker(worker -> {
            worker.kill("master stops at once");
            if (killTree) {
                Processes.kill(-worker.pid(), Processes.SIGKILL);
            }
        });
    }

    /** Starts one worker more. */
    public void grow() {
        if (!stopped) {
            seats.add().spawn();
            LOG.log(Level.INFO, "one worker more: {0}", seats.taken().size());
        }
    }

    /** Lets the worker with the highest number finish what it has and go; the last one stays. */
    public void shrink() {
        Slot given = stopped ? null : seats.giveUpHighest();
        if (given == null) {
            LOG.log(Level.WARNING, "no worker less: {0}", seats.taken().size());
            return;
        }
        given.stop();
        given.workers().forEach(worker -> worker.drain("one worker less", drainMs));
        LOG.log(Level.INFO, "one worker less: {0}; {1} leave", seats.taken().size(), given.workers());
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
        Slot seat = seats.of(worker);
        if (seat == null) {
            return;
        }
        admit(worker);
        seat.ready(worker);
        oneMoreServes();
    }

    @Override
    public void tookSeat(WorkerHandle spare) {
        admit(spare);
        oneMoreServes();
    }

    private void admit(WorkerHandle worker) {
        if (sticky) {
            listeners.serveOperators(worker);
        }
        listeners.admit(worker);
    }

    private void oneMoreServes() {
        bootFailures.ready();
        firstStarts.go();
        if (seats.allReady()) {
            listeners.allReady();
            clock.after(SPARE_AFTER_MS, this::startSpares);
            if (!allReadyTold) {
                allReadyTold = true;
                whenAllReady.run();
            }
        }
    }

    @Override
    public void retires(WorkerHandle worker) {
        Slot place = seats.placeOf(worker);
        if (place != null) {
            place.vacate(worker);
        }
    }

    /** A stop tells it soon enough, when what waits for a worker has one. */
    @Override
    public void asksToLeave(WorkerHandle worker, String reason) {
        if (stopped || stopping) {
            return;
        }
        Slot place = seats.placeOf(worker);
        if (place == null) {
            worker.drain(reason, drainMs);
        } else {
            place.release(worker, reason);
        }
    }

    /** The master stops, and will call {@link #stop} when nothing waits for a worker any more. */
    public void prepareToStop() {
        stopping = true;
    }

    @Override
    public void leaves(WorkerHandle worker) {
        listeners.dismiss(worker);
    }

    @Override
    public void dead(WorkerHandle worker, ExitStatus status) {
        int redispatched = listeners.dead(worker);
        if (redispatched > 0) {
            LOG.log(Level.WARNING, "{0} left {1} connections unaccepted; other workers get them", worker, redispatched);
        }
        program.ended(worker.toString(), status.isCrash() && !worker.wasReady());
        seats.holding(worker).died(worker);
        firstStarts.go();
        if (killTree) {
            left.end(worker.pid());
        }
        if (!worker.wasReady() && bootFailed()) {
            // The lines are complete when what follows from the death has been done.
            clock.post(() -> worker.remains()
                    .lastLines(lines -> whenNoneStarts.accept(bootFailures.inWords(worker.end(), lines))));
        }
        goneIfAllGone();
    }

    /** Whether this is the process of a worker, and its end is heard here. */
    public boolean owns(int pid) {
        boolean[] found = {false};
        seats.forEachWorker(worker -> found[0] |= worker.pid() == pid);
        return found[0];
    }

    @Override
    public void says(WorkerHandle worker, Message.User words) {
        if (sticky) {
            // What sets up its adapter waits for connections.
            worker.isReady("it speaks");
        }
        if (relay != null) {
            relay.pass(worker, words);
        }
    }

    @Override
    public void notStarted(String reason) {
        if (bootFailed()) {
            whenNoneStarts.accept(bootFailures.inWords(reason, List.of()));
        }
    }

    /** Returns whether no further start will do better. */
    private boolean bootFailed() {
        return !stopped && bootFailures.failed(seats.anyAtFirstStart());
    }

    private void goneIfAllGone() {
        if (whenAllGone != null && seats.allEmpty()) {
            Runnable gone = whenAllGone;
            whenAllGone = null;
            left.whenEmpty(gone);
        }
    }

    private void startSpares() {
        if (!stopped) {
            seats.startSpares();
        }
    }

    @Override
    public @Nullable WorkerHandle takeSpare() {
        return seats.takeSpare();
    }
}
