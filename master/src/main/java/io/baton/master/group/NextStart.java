package io.baton.master.group;

import io.baton.master.carried.CarriedSlot;
import io.baton.master.conductor.Clock;
import io.baton.master.config.RestartLimits;
import io.baton.master.snapshot.SlotState;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** When the next process of one slot starts. Conductor thread only. */
final class NextStart {

    /** A replacement that failed is not tried again sooner. */
    private static final long NEXT_REPLACEMENT_MS = 1_000;

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final SlotReport report;
    private final Supplier<RestartLimits> limits;

    private RestartPolicy policy;

    /**
     * Nothing has exited yet.
     *
     * @param limits as the operator decided by now
     */
    NextStart(Clock clock, SlotReport report, Supplier<RestartLimits> limits) {
        this.clock = clock;
        this.report = report;
        this.limits = limits;
        this.policy = fresh();
    }

    /** Exits since a worker was last stable. */
    int exitsInARow() {
        return policy.exitsInARow();
    }

    /** As it was in the former image of this master. */
    void goOn(CarriedSlot carried, Runnable spawn) {
        policy.goOn(carried.exitsInARow());
        if (carried.waits() && carried.worker() == null) {
            report.goOn(carried.nextStartNanos());
            clock.after(Math.max(1, (carried.nextStartNanos() - clock.nanoTime()) / NANOS_PER_MS), spawn);
        }
    }

    /** A worker has exited. As {@link RestartPolicy#delayAfterExit}. */
    long delayAfterExit(long readyMs) {
        return policy.delayAfterExit(readyMs);
    }

    /** The exits until now count no more. */
    void reset() {
        policy = fresh();
    }

    /**
     * The slot is empty.
     *
     * @param state of the slot until now
     * @param spawn starts a process, if the slot still needs one by then
     * @return the state of the slot until then
     */
    SlotState fill(long delayMs, SlotState state, Runnable spawn) {
        boolean errored = policy.isErrored();
        if (delayMs == 0 && !errored) {
            return state;
        }
        SlotState waiting = errored ? SlotState.ERRORED : SlotState.BACKOFF;
        report.waits(waiting, delayMs, policy.exitsInARow());
        if (delayMs > 0) {
            clock.after(delayMs, spawn);
        }
        return waiting;
    }

    /** A successor failed. The worker serves on, and may be replaced after a while. */
    void replaceLater(long delayMs, Runnable mayReplace) {
        clock.after(Math.max(delayMs, NEXT_REPLACEMENT_MS), mayReplace);
    }

    private RestartPolicy fresh() {
        return new RestartPolicy(limits.get(), () -> ThreadLocalRandom.current().nextDouble());
    }
}
