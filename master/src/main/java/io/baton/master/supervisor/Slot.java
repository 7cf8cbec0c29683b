package io.baton.master.supervisor;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Supervision;
import io.baton.master.config.Timeouts;
import io.baton.master.spawn.Program;
import io.baton.master.spawn.SpawnRequest;
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
final class Slot {

    private static final Logger LOG = System.getLogger(Slot.class.getName());

    private final int id;
    private final boolean spare;
    private final Conductor conductor;
    private final Launcher launcher;
    private final Program program;
    private final Timeouts timeouts;
    private final WorkerEvents events;
    private final List<WorkerHandle> leaving = new ArrayList<>();
    private final RestartPolicy policy;

    private SlotState state = SlotState.BACKOFF;
    private boolean spawning;
    private @Nullable WorkerHandle worker;

    Slot(
            int id,
            boolean spare,
            Conductor conductor,
            Launcher launcher,
            Program program,
            Supervision supervision,
            WorkerEvents events) {
        this.id = id;
        this.spare = spare;
        this.conductor = conductor;
        this.launcher = launcher;
        this.program = program;
        this.timeouts = supervision.timeouts();
        this.policy = new RestartPolicy(
                supervision.restart(), () -> ThreadLocalRandom.current().nextDouble());
        this.events = events;
    }

    /** Who sits here; null while the next one is being started or waited for. */
    @Nullable
    WorkerHandle worker() {
        return worker;
    }

    /** Everybody who was started for this seat or took it, and lives: who sits here and who is leaving. */
    List<WorkerHandle> workers() {
        List<WorkerHandle> all = new ArrayList<>(leaving);
        if (worker != null) {
            all.add(worker);
        }
        return all;
    }

    /** Whether who sits here takes connections, or could. */
    boolean isReady() {
        return worker != null && worker.state() == WorkerState.READY;
    }

    /** Whether no process is here and none is being started. */
    boolean isEmpty() {
        return worker == null && leaving.isEmpty() && !spawning;
    }

    SlotState state() {
        return state;
    }

    /** Starts a process for this seat, unless one is here, is being started, or is never wanted again. */
    void spawn() {
        if (state == SlotState.STOPPED || spawning || worker != null) {
            return;
        }
        state = spare ? SlotState.SPARE : leaving.isEmpty() ? SlotState.RUNNING : SlotState.REPLACING;
        spawning = true;
        SpawnRequest request = spare ? program.forSpare(id) : program.forSlot(id);
        launcher.launch(name(), request, events, new Launcher.Result() {
            @Override
            public void launched(WorkerHandle started) {
                sit(started);
            }

            @Override
            public void failed(String reason) {
                spawning = false;
                LOG.log(Level.ERROR, "{0} could not be started: {1}", name(), reason);
                respawnAfter(policy.delayAfterExit(0));
            }
        });
    }

    /** The spare who sits here takes a vacant seat. */
    WorkerHandle give() {
        WorkerHandle given = Objects.requireNonNull(worker);
        worker = null;
        return given;
    }

    /** Its worker retires: the seat is vacant, for a spare or for a new process. */
    void vacate(WorkerHandle retiring, @Nullable WorkerHandle spareWorker) {
        if (worker == retiring) {
            worker = null;
            leaving.add(retiring);
            fill(spareWorker, 0);
        }
    }

    /** Its process is gone: the seat is vacant if it sat there and had not retired. */
    void died(WorkerHandle dead, @Nullable WorkerHandle spareWorker) {
        if (leaving.remove(dead)) {
            state = state == SlotState.REPLACING && leaving.isEmpty() ? SlotState.RUNNING : state;
        }
        if (worker == dead) {
            worker = null;
            if (state != SlotState.STOPPED) {
                String when = dead.wasReady() ? "" : " before it was ready";
                LOG.log(Level.WARNING, "{0} died{1}: {2}", dead, when, dead.end());
                fill(spareWorker, policy.delayAfterExit(dead.readyMs()));
            }
        }
    }

    /** No process will sit here again; the one that does is not touched. */
    void stop() {
        state = SlotState.STOPPED;
    }

    private void fill(@Nullable WorkerHandle spareWorker, long delayMs) {
        if (spareWorker != null && state != SlotState.STOPPED) {
            LOG.log(Level.INFO, "{0} takes the seat of {1}", spareWorker, name());
            spareWorker.sit(id, name());
            worker = spareWorker;
            state = leaving.isEmpty() ? SlotState.RUNNING : SlotState.REPLACING;
            events.ready(spareWorker);
        } else {
            respawnAfter(delayMs);
        }
    }

    private void sit(WorkerHandle started) {
        spawning = false;
        worker = started;
        started.sit(id, name());
        if (state == SlotState.STOPPED) {
            started.kill("stopping");
            return;
        }
        conductor.after(timeouts.readyMs(), () -> started.requireReady(timeouts.readyMs()));
    }

    private void respawnAfter(long delayMs) {
        if (state == SlotState.STOPPED) {
            return;
        }
        if (delayMs == 0) {
            spawn();
            return;
        }
        state = policy.isErrored() ? SlotState.ERRORED : SlotState.BACKOFF;
        Level level = policy.isErrored() ? Level.ERROR : Level.WARNING;
        String verdict = policy.isErrored() ? "errored" : "waiting restart";
        LOG.log(
                level,
                "{0} {1}: next start in {2} ms, after {3} exits in a row",
                name(),
                verdict,
                delayMs,
                policy.exitsInARow());
        conductor.after(delayMs, this::spawn);
    }

    private String name() {
        return (spare ? "spare " : "worker ") + id;
    }
}
