package io.baton.master.upgrade;

import io.baton.master.conductor.Clock;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.worker.WorkerHandle;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One upgrade of a master in place, step by step: the new program is tried while all goes on; then nothing new begins, and what
 * has begun comes to its end; the workers are told that would die with the thread of a former image; the output is written; no
 * connection is accepted until all that were are with their workers; the next image is executed. A step that fails, or takes
 * too long, undoes those before it. One for each upgrade. Conductor thread only.
 */
public final class Upgrade {

    /** For a start, a stop or another command that goes on. */
    private static final long SETTLE_MS = 5_000;

    private static final long ANSWER_MS = 500;
    private static final long WRITE_MS = 2_000;

    /** No connection is accepted meanwhile. Workers that are well need a millisecond or two. */
    private static final long QUIET_MS = 1_000;

    private static final long LOOK_MS = 10;
    private static final long LOOK_FOR_QUIET_MS = 1;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Executor otherThread;
    private final UpgradeParts parts;
    private final CompletableFuture<Outcome> done = new CompletableFuture<>();
    private final ToldWorkers told;

    private boolean refusing;
    private boolean frozen;
    private boolean paused;
    private long stepNanos;
    private @Nullable UpgradeCheck tried;
    private List<WorkerHandle> workers = List.of();

    /** @param otherThread runs what blocks */
    public Upgrade(Clock clock, Executor otherThread, UpgradeParts parts) {
        this.clock = clock;
        this.otherThread = otherThread;
        this.parts = parts;
        this.told = new ToldWorkers(clock, parts.image());
    }

    /** Begins. Done only if it fails: else this image is no more. */
    public CompletionStage<Outcome> begin(NewProgram program) {
        String unable = ToldWorkers.unable(parts.workers(), parts.image());
        if (unable != null) {
            return Outcome.refused(Refusal.FAILED, unable);
        }
        UpgradeParts.State state = parts.state(0);
        otherThread.execute(() -> {
            try {
                UpgradeCheck check = parts.check(program, state);
                clock.post(() -> settle(check));
            } catch (UpgradeException e) {
                clock.post(() -> fail(String.valueOf(e.getMessage())));
            }
        });
        return done;
    }

    private void settle(UpgradeCheck check) {
        tried = check;
        refusing = true;
        parts.refuseOrders(true);
        stepNanos = clock.nanoTime();
        awaitSettled();
    }

    private void awaitSettled() {
        String busy = parts.busy();
        if (busy == null) {
            tell();
        } else if (hasPassed(SETTLE_MS)) {
            fail("busy: " + busy);
        } else {
            clock.after(LOOK_MS, this::awaitSettled);
        }
    }

    private void tell() {
        workers = parts.workers();
        told.begin(workers, ANSWER_MS, silent -> {
            if (silent.isEmpty()) {
                write();
            } else {
                fail("busy: " + silent + " does not answer, and the kernel would kill it");
            }
        });
    }

    private void write() {
        otherThread.execute(() -> {
            boolean written = parts.freezeOutput(WRITE_MS);
            clock.post(() -> {
                frozen = written;
                if (written) {
                    pause();
                } else {
                    fail("busy: what workers print is not written after " + WRITE_MS + " ms");
                }
            });
        });
    }

    private void pause() {
        paused = true;
        stepNanos = clock.nanoTime();
        parts.pause(true);
        awaitQuiet();
    }

    private void awaitQuiet() {
        String busy = parts.busy();
        if (busy == null && !workers.equals(parts.workers())) {
            busy = "a worker has ended or was started";
        }
        WorkerHandle restless = restless();
        if (busy == null && restless == null) {
            execute();
        } else if (busy != null || hasPassed(QUIET_MS)) {
            fail("busy: " + (busy == null ? restless + " has not accepted all its connections" : busy));
        } else {
            clock.after(LOOK_FOR_QUIET_MS, this::awaitQuiet);
        }
    }

    private @Nullable WorkerHandle restless() {
        for (WorkerHandle worker : workers) {
            if (!worker.handover().isQuiet()) {
                return worker;
            }
        }
        return null;
    }

    private void execute() {
        UpgradeCheck check = tried;
        if (check == null) {
            throw new IllegalStateException("nothing was tried");
        }
        try {
            parts.execute(check, stepNanos);
        } catch (IOException e) {
            fail("the other program cannot be executed: " + e.getMessage());
        }
    }

    /** All goes on as before. */
    private void fail(String reason) {
        if (paused) {
            parts.pause(false);
        }
        if (frozen) {
            parts.unfreezeOutput();
        }
        told.end();
        if (refusing) {
            parts.refuseOrders(false);
        }
        done.complete(new Outcome.Refused(Refusal.FAILED, reason));
    }

    private boolean hasPassed(long ms) {
        return clock.nanoTime() - stepNanos > ms * NANOS_PER_MS;
    }
}
