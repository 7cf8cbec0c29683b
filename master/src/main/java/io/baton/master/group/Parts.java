package io.baton.master.group;

import io.baton.master.conductor.Timers;
import io.baton.master.listen.Listeners;
import io.baton.master.program.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The parts of one start of a group, and what became of it. Conductor thread only. */
final class Parts {

    private final Timers timers;
    private final Listeners listeners;
    private final CompletableFuture<Outcome> started = new CompletableFuture<>();
    private final CompletableFuture<Outcome> stopped = new CompletableFuture<>();

    private @Nullable Crew crew;
    private @Nullable Generations generations;

    /** A start that has no sockets yet. */
    Parts(Timers timers, Listeners listeners) {
        this.timers = timers;
        this.listeners = listeners;
    }

    Timers timers() {
        return timers;
    }

    Listeners listeners() {
        return listeners;
    }

    /** How the start went. */
    CompletableFuture<Outcome> started() {
        return started;
    }

    /** When no process is left. */
    CompletableFuture<Outcome> stopped() {
        return stopped;
    }

    /** The workers; null until the listeners have their sockets. */
    @Nullable
    Crew crew() {
        return crew;
    }

    /** What workers are started from; null until that was made. */
    @Nullable
    Generations generations() {
        return generations;
    }

    /** There are sockets and a program. */
    void equip(Generations made) {
        generations = made;
    }

    void man(Crew workers) {
        crew = workers;
    }

    /** The programs that have not ended. */
    List<Program> programs() {
        return generations == null ? List.of() : generations.programs();
    }

    /** Removes what the programs needed on the disk, one after the other. */
    void dismantle(Workshop workshop, Runnable whenDone) {
        Deque<Program> left = new ArrayDeque<>(programs());
        dismantle(workshop, left, whenDone);
    }

    private static void dismantle(Workshop workshop, Deque<Program> left, Runnable whenDone) {
        if (left.isEmpty()) {
            whenDone.run();
        } else {
            workshop.dismantle(left.remove(), () -> dismantle(workshop, left, whenDone));
        }
    }

    /** Nothing is left of it. */
    void end(Outcome.Refused forVerbs) {
        if (crew != null) {
            crew.ended(forVerbs);
        }
        listeners.end();
        timers.end();
    }
}
