package io.baton.master.supervisor;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.Timeouts;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.spawn.Spawner;
import io.baton.master.spawn.WorkerCommand;
import io.baton.protocol.posix.Fd;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A numbered seat for a worker, which outlives the processes that sit in it. The conductor's. */
final class Slot {

    private static final Logger LOG = System.getLogger(Slot.class.getName());

    private final int id;
    private final Conductor conductor;
    private final Spawner spawner;
    private final WorkerCommand command;
    private final Timeouts timeouts;
    private final WorkerHandle.Events events;
    private final RestartPolicy policy =
            new RestartPolicy(() -> ThreadLocalRandom.current().nextDouble());

    private SlotState state = SlotState.BACKOFF;
    private boolean spawning;
    private @Nullable WorkerHandle worker;

    Slot(
            int id,
            Conductor conductor,
            Spawner spawner,
            WorkerCommand command,
            Timeouts timeouts,
            WorkerHandle.Events events) {
        this.id = id;
        this.conductor = conductor;
        this.spawner = spawner;
        this.command = command;
        this.timeouts = timeouts;
        this.events = events;
    }

    int id() {
        return id;
    }

    @Nullable
    WorkerHandle worker() {
        return worker;
    }

    /** Whether no process sits here and none is being started. */
    boolean isEmpty() {
        return worker == null && !spawning;
    }

    /** Starts a process for this seat. */
    void spawn() {
        if (state == SlotState.STOPPED) {
            return;
        }
        state = SlotState.RUNNING;
        spawning = true;
        long startedAtNanos = conductor.nanoTime();
        spawner.spawn(command.forSlot(id), new Spawner.Result() {
            @Override
            public void spawned(int pid, Fd channel) {
                sit(WorkerHandle.start("worker " + id, pid, channel, startedAtNanos, conductor, events));
            }

            @Override
            public void failed(String reason) {
                spawning = false;
                LOG.log(Level.ERROR, "worker {0} could not be started: {1}", id, reason);
                respawnLater(0);
            }
        });
    }

    /** Its process is gone. */
    void died(WorkerHandle dead, ExitStatus status) {
        if (worker != dead) {
            return;
        }
        worker = null;
        if (state != SlotState.STOPPED) {
            boolean wasReady = dead.readyMs() > 0;
            LOG.log(Level.WARNING, "{0} died ({1}) {2}", dead, status, wasReady ? "" : "before it was ready");
            respawnLater(dead.readyMs());
        }
    }

    /** No process will sit here again; the one that does is not touched. */
    void stop() {
        state = SlotState.STOPPED;
    }

    private void sit(WorkerHandle started) {
        spawning = false;
        worker = started;
        if (state == SlotState.STOPPED) {
            started.drain("stopping");
            return;
        }
        Clock.Cancel unused = conductor.after(timeouts.readyMs(), () -> {
            if (started.state() == WorkerState.STARTING || started.state() == WorkerState.ONLINE) {
                started.kill("not ready after " + timeouts.readyMs() + " ms");
            }
        });
    }

    private void respawnLater(long readyMs) {
        if (state == SlotState.STOPPED) {
            return;
        }
        state = SlotState.BACKOFF;
        long delayMs = policy.delayAfterExit(readyMs);
        if (delayMs == 0) {
            spawn();
        } else {
            LOG.log(
                    Level.WARNING,
                    "worker {0}: next start in {1} ms, after {2} exits in a row",
                    id,
                    delayMs,
                    policy.exitsInARow());
            conductor.after(delayMs, this::spawn);
        }
    }
}
