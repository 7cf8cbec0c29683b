package io.baton.master.group;

import io.baton.master.conductor.Clock;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets the healthy workers of a crew leave one after the other, whatever they leave for: the next one has its turn when the
 * last one is gone. A reload takes all turns until it ends. Conductor thread only.
 */
final class Turns {

    private static final long LOOK_MS = 500;

    private final Clock clock;
    private final Slots slots;
    private final Queue<Turn> waiting = new ArrayDeque<>();

    private boolean taken;
    private boolean looking;

    /** One worker's turn. */
    static final class Turn {

        private final Runnable action;

        private boolean begun;

        private Turn(Runnable action) {
            this.action = action;
        }

        /** Whether the worker has had its turn, or has it. */
        boolean hasBegun() {
            return begun;
        }
    }

    /** All slots are empty. */
    Turns(Clock clock, Slots slots) {
        this.clock = clock;
        this.slots = slots;
    }

    /**
     * Asks for a turn.
     *
     * @param action begins to replace a worker, now or later, if that is still wanted by then
     */
    Turn ask(Runnable action) {
        Turn turn = new Turn(action);
        waiting.add(turn);
        goOn();
        return turn;
    }

    /** Whether a worker that asks now has its turn at once. */
    boolean areFree() {
        return !taken && waiting.isEmpty() && slots.inTransition() == 0;
    }

    /** A worker became ready or is gone: the next one may have its turn. */
    void goOn() {
        while (!taken && !waiting.isEmpty() && slots.inTransition() == 0) {
            Turn next = waiting.remove();
            next.begun = true;
            next.action.run();
        }
        lookAgain();
    }

    /** A replacement that failed ends without an event, after a while. */
    private void lookAgain() {
        if (!waiting.isEmpty() && !looking) {
            looking = true;
            clock.after(LOOK_MS, () -> {
                looking = false;
                goOn();
            });
        }
    }

    /** A reload leads from now on. */
    void take() {
        taken = true;
    }

    /** The reload has ended. */
    void giveBack() {
        taken = false;
        goOn();
    }
}
