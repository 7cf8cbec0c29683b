package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Supervision;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.listen.Listeners;
import io.baton.master.worker.ProcessGroups;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.posix.Processes;
import org.jspecify.annotations.Nullable;

/**
 * The end of a crew, in three steps: the listeners accept no more, and the workers serve the connections that wait; the
 * workers are told to leave; no process is left, of their children neither. Conductor thread only.
 */
final class Shutdown {

    /** Connections that wait for a worker at a stop get this part of the time to drain. */
    private static final int HELD_PART_OF_DRAIN = 5;

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Listeners listeners;
    private final Slots slots;
    private final long drainMs;
    private final boolean killTree;
    private final ProcessGroups leftBehind;

    private boolean begun;
    private boolean lettingGo;
    private @Nullable Runnable whenAllGone;

    /** Of a crew that serves. */
    Shutdown(Clock clock, ApplicationJournal journal, Supervision supervision, Listeners listeners, Slots slots) {
        this.clock = clock;
        this.listeners = listeners;
        this.slots = slots;
        this.drainMs = supervision.timeouts().drainMs();
        this.killTree = supervision.killTree();
        this.leftBehind =
                new ProcessGroups(clock, journal, supervision.timeouts().terminateMs());
    }

    /** Whether the first step was taken. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether the workers were told to leave, so that none is started any more. */
    boolean letsGo() {
        return lettingGo;
    }

    /**
     * Begins.
     *
     * @param whenGone called once, when no process is left
     */
    void begin(Runnable whenGone) {
        begun = true;
        long beganAtNanos = clock.nanoTime();
        clock.after(drainMs / HELD_PART_OF_DRAIN, listeners::endHeld);
        listeners.stop(() -> {
            long usedMs = (clock.nanoTime() - beganAtNanos) / NANOS_PER_MS;
            letGo(drainMs - usedMs, whenGone);
        });
    }

    private void letGo(long limitMs, Runnable whenGone) {
        whenAllGone = whenGone;
        lettingGo = true;
        slots.forEach(Slot::stop);
        slots.forEachWorker(worker -> worker.drain("stopping", limitMs));
        endIfNoProcessIsLeft();
    }

    /** Ends all workers at once. */
    void killAll() {
        begun = true;
        lettingGo = true;
        slots.forEach(Slot::stop);
        slots.forEachWorker(worker -> {
            worker.kill("stopping at once");
            if (killTree) {
                Processes.kill(-worker.pid(), Processes.SIGKILL);
            }
        });
    }

    /** A worker has ended, whether or not the crew ends too: its children are ended, if the operator wants that. */
    void workerEnded(WorkerHandle dead) {
        if (killTree) {
            leftBehind.end(dead.pid());
        }
    }

    /** A process has ended, or was not started. */
    void endIfNoProcessIsLeft() {
        if (whenAllGone != null && slots.allEmpty()) {
            Runnable gone = whenAllGone;
            whenAllGone = null;
            leftBehind.whenEmpty(gone);
        }
    }
}
