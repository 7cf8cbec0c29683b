package io.baton.master.group;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Starts the first workers a few at a time. JVMs that boot at once share the cores, so that forty on two cores are all late:
 * the first one starts alone where there are more workers than cores, then as many as there are cores. Conductor thread
 * only.
 */
final class FirstStarts {

    private final int cores;
    private final ArrayDeque<Slot> waiting;
    private final List<Slot> all;

    private boolean oneWasReady;

    /** Of these slots, none of which was started. */
    FirstStarts(List<Slot> slots, int cores) {
        this.cores = cores;
        this.waiting = new ArrayDeque<>(slots);
        this.all = List.copyOf(slots);
        this.oneWasReady = slots.size() <= cores;
    }

    /** Starts as many as may boot now; to be called again when one is ready or gone, and now and then. */
    void go() {
        if (waiting.isEmpty()) {
            return;
        }
        int booting = 0;
        for (Slot slot : all) {
            oneWasReady |= slot.isReady();
            booting += slot.isBooting() ? 1 : 0;
        }
        while (!waiting.isEmpty() && booting < (oneWasReady ? cores : 1)) {
            waiting.remove().spawn();
            booting++;
        }
    }
}
