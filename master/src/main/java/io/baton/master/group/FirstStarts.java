package io.baton.master.group;

import io.baton.master.conductor.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Starts new workers a few at a time, because JVMs that boot together share the cores and are all late. Until one is ready, for a
 * second at most, one for two cores boots: a JVM that boots also compiles and collects, and the first answer comes from the first
 * worker. Then there may be as many as there are cores. A worker that is not ready soon may wait for another one. Conductor thread
 * only.
 */
final class FirstStarts {

    private static final long LOOK_MS = 500;
    private static final long ALONE_MS = 1_000;

    private final Clock clock;
    private final int cores;
    private final ArrayDeque<Slot> waiting;
    private final List<Slot> all;

    private boolean severalMayBoot;
    private boolean looking;

    /** @param slots the serving ones, now and later; no process was started yet */
    FirstStarts(Clock clock, List<Slot> slots, int cores) {
        this.clock = clock;
        this.cores = cores;
        this.waiting = new ArrayDeque<>(slots);
        this.all = slots;
    }

    /** Leaves out the slots that had a process in the former image of this master. */
    void leaveOut(Predicate<Slot> started) {
        waiting.removeIf(started);
    }

    /** Begins. Looks now and then whether more can start, until all were started. */
    void start() {
        clock.after(ALONE_MS, () -> {
            severalMayBoot = true;
            goOn();
        });
        look();
    }

    private void look() {
        goOn();
        lookAgain();
    }

    /** One slot more, where no process was started yet; it has its turn with {@link #goOn}. */
    void add(Slot slot) {
        waiting.add(slot);
        lookAgain();
    }

    private void lookAgain() {
        if (!waiting.isEmpty() && !looking) {
            looking = true;
            clock.after(LOOK_MS, () -> {
                looking = false;
                look();
            });
        }
    }

    /** A worker became ready or died: starts as many as may boot now. */
    void goOn() {
        if (waiting.isEmpty()) {
            return;
        }
        int booting = 0;
        for (Slot slot : all) {
            severalMayBoot |= slot.isReady();
            booting += slot.standing().isBooting() ? 1 : 0;
        }
        while (!waiting.isEmpty() && booting < (severalMayBoot ? cores : Math.max(1, cores / 2))) {
            Slot next = waiting.remove();
            next.spawn();
            booting += next.standing().isBooting() ? 1 : 0;
        }
    }
}
