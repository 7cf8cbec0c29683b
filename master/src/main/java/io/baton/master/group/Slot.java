package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Supervision;
import io.baton.master.program.Program;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.WorkerEvents;
import io.baton.master.worker.WorkerHandle;
import io.baton.master.worker.WorkerState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A numbered seat for a worker, which outlives the processes that sit in it; or the place of a spare, who sits there until
 * a seat falls vacant. The conductor's.
 */
final class Slot implements Launcher.Result {

    private static final Logger LOG = System.getLogger(Slot.class.getName());

    /** A replacement that failed is not tried again sooner. */
    private static final long NEXT_REPLACEMENT_MS = 1_000;

    private final int id;
    private final boolean spare;
    private final Clock clock;
    private final Launcher launcher;
    private final Program program;
    private final Supervision supervision;
    private final WorkerEvents events;
    private final SlotEvents slotEvents;
    private final RestartPolicy policy;
    private final List<WorkerHandle> leaving = new ArrayList<>();

    private SlotState state = SlotState.BACKOFF;
    private boolean spawning;

    /** Whether somebody who sat here listened, as the next one will then. */
    private boolean listens;

    private @Nullable WorkerHandle worker;

    /** Why the worker is to be replaced while it serves; null when it is not. */
    private @Nullable String replacing;

    /** Who will sit here when it is ready, while the worker serves. */
    private @Nullable WorkerHandle successor;

    Slot(
            int id,
            boolean spare,
            Clock clock,
            Launcher launcher,
            Program program,
            Supervision supervision,
            WorkerEvents events,
            SlotEvents slotEvents) {
        this.id = id;
        this.spare = spare;
        this.clock = clock;
        this.launcher = launcher;
        this.program = program;
        this.supervision = supervision;
        this.events = events;
        this.slotEvents = slotEvents;
        this.policy = new RestartPolicy(
                supervision.restart(), () -> ThreadLocalRandom.current().nextDouble());
    }

    int id() {
        return id;
    }

    /** Who sits here; null while the next one is being started or waited for. */
    @Nullable
    WorkerHandle worker() {
        return worker;
    }

    /** Everybody who was started for this seat or took it, and lives. */
    List<WorkerHandle> workers() {
        List<WorkerHandle> all = new ArrayList<>(leaving);
        if (worker != null) {
            all.add(worker);
        }
        if (successor != null) {
            all.add(successor);
        }
        return all;
    }

    /** Whether it sits here, or will when it is ready. */
    boolean isFor(WorkerHandle somebody) {
        return worker == somebody || successor == somebody;
    }

    /** Whether who sits here takes connections, or could. */
    boolean isReady() {
        return worker != null && worker.state() == WorkerState.READY;
    }

    /** Whether a process is on its way to be ready here, and nobody serves meanwhile. */
    boolean isBooting() {
        return spawning || (worker != null && worker.state().compareTo(WorkerState.READY) < 0);
    }

    /** Whether who sits here serves on until another one is ready to. */
    boolean isBeingReplaced() {
        return replacing != null;
    }

    /** Whether its first process is on its way to being ready, and may get there. */
    boolean isAtFirstStart() {
        return policy.exitsInARow() == 0 && !isEmpty();
    }

    /** Whether no process is here and none is being started. */
    boolean isEmpty() {
        return workers().isEmpty() && !spawning;
    }

    SlotState state() {
        return state;
    }

    /** Starts a process for this seat, unless one is here, is being started, or is never wanted again. */
    void spawn() {
        if (state != SlotState.STOPPED && !spawning && worker == null) {
            launch();
        }
    }

    /** Has another worker take the seat of a healthy one, which serves until that one is ready and leaves then. */
    void replace(String reason) {
        if (state != SlotState.STOPPED && worker != null && replacing == null && !spawning) {
            LOG.log(Level.INFO, "{0} is replaced: {1}", worker, reason);
            replacing = reason;
            launch();
        }
    }

    /** The worker is asked to end, not by this master: a spare takes the seat at once, or a successor when it is ready. */
    void release(WorkerHandle asked, String reason) {
        if (asked == worker && !spare) {
            WorkerHandle taking = replacing == null && !spawning ? slotEvents.takeSpare() : null;
            if (taking == null) {
                replace(reason);
                return;
            }
            leaving.add(asked);
            take(taking);
        }
        vacate(asked);
        asked.drain(reason, supervision.timeouts().drainMs());
    }

    /** Who was started for this seat, or took it, is ready. */
    void ready(WorkerHandle somebody) {
        if (somebody == successor) {
            WorkerHandle old = Objects.requireNonNull(worker);
            leaving.add(old);
            worker = successor;
            endReplacement();
            old.drain("replaced", supervision.timeouts().drainMs());
        }
    }

    /** The spare who sits here takes a vacant seat. */
    WorkerHandle give() {
        WorkerHandle given = Objects.requireNonNull(worker);
        worker = null;
        return given;
    }

    /** Its worker leaves of its own will: the seat is vacant. One that does so again and again is replaced more slowly. */
    void vacate(WorkerHandle retiring) {
        if (worker == retiring) {
            worker = null;
            leaving.add(retiring);
            listens |= retiring.listened();
            fill(policy.delayAfterExit(retiring.readyMs()));
        }
    }

    /** A process is gone: the seat is vacant if it sat there and had not retired. */
    void died(WorkerHandle dead) {
        leaving.remove(dead);
        listens |= isFor(dead) && dead.listened();
        settle();
        if (state == SlotState.STOPPED) {
            worker = worker == dead ? null : worker;
            successor = successor == dead ? null : successor;
        } else if (worker == dead) {
            worker = null;
            tellDeath(dead);
            fill(policy.delayAfterExit(dead.readyMs()));
        } else if (successor == dead) {
            successor = null;
            tellDeath(dead);
            replaceLater(policy.delayAfterExit(0));
        }
    }

    /** No process will sit here again; the one that does is not touched. */
    void stop() {
        state = SlotState.STOPPED;
    }

    @Override
    public void launched(WorkerHandle started) {
        spawning = false;
        started.sit(id, name());
        if (listens) {
            started.hasToListen();
        }
        if (worker == null) {
            worker = started;
            endReplacement();
        } else {
            successor = started;
        }
        if (state == SlotState.STOPPED) {
            started.kill("stopping");
            return;
        }
        long readyMs = supervision.timeouts().readyMs();
        clock.after(readyMs, () -> started.requireReady(readyMs));
    }

    @Override
    public void failed(String reason) {
        spawning = false;
        LOG.log(Level.ERROR, "{0} could not be started: {1}", name(), reason);
        long delayMs = policy.delayAfterExit(0);
        if (worker == null) {
            endReplacement();
            respawnAfter(delayMs);
        } else {
            replaceLater(delayMs);
        }
        slotEvents.notStarted(reason);
    }

    private void launch() {
        spawning = true;
        listens |= worker != null && worker.listened();
        settle();
        launcher.launch(name(), () -> spare ? program.forSpare(id) : program.forSlot(id), events, this);
    }

    private void fill(long delayMs) {
        if (state == SlotState.STOPPED) {
            return;
        }
        WorkerHandle taking = spare ? null : slotEvents.takeSpare();
        if (taking != null) {
            take(taking);
        } else if (successor != null) {
            worker = successor;
            endReplacement();
        } else if (!spawning) {
            respawnAfter(delayMs);
        }
    }

    private void take(WorkerHandle taking) {
        LOG.log(Level.INFO, "{0} takes the seat of {1}", taking, name());
        taking.sit(id, name());
        worker = taking;
        settle();
        slotEvents.tookSeat(taking);
    }

    private void endReplacement() {
        replacing = null;
        successor = null;
        settle();
    }

    /** The replacement failed; who sits here serves on, and may be replaced after a while. */
    private void replaceLater(long delayMs) {
        clock.after(Math.max(delayMs, NEXT_REPLACEMENT_MS), () -> {
            if (successor == null && !spawning) {
                endReplacement();
            }
        });
    }

    private void settle() {
        if (state != SlotState.STOPPED && (worker != null || spawning)) {
            boolean changing = replacing != null || !leaving.isEmpty();
            state = spare ? SlotState.SPARE : changing ? SlotState.REPLACING : SlotState.RUNNING;
        }
    }

    private void respawnAfter(long delayMs) {
        if (state == SlotState.STOPPED) {
            return;
        }
        boolean errored = policy.isErrored();
        if (delayMs > 0 || errored) {
            state = errored ? SlotState.ERRORED : SlotState.BACKOFF;
            policy.tellDelay(name(), delayMs);
        }
        if (delayMs > 0) {
            clock.after(delayMs, this::spawn);
        } else {
            spawn();
        }
    }

    private static void tellDeath(WorkerHandle dead) {
        LOG.log(Level.WARNING, "{0} died{1}: {2}", dead, dead.wasReady() ? "" : " before it was ready", dead.end());
    }

    private String name() {
        return (spare ? "spare " : "worker ") + id;
    }
}
