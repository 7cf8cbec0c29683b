package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Timers;
import io.baton.master.config.GroupConfig;
import io.baton.master.listen.Listeners;
import io.baton.master.program.Program;
import io.baton.protocol.ListenAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The parts of one start of a group, and what became of it. Conductor thread only. */
final class Parts {

    private final Timers timers;
    private final Listeners listeners;
    private final Fetches fetches;
    private final CompletableFuture<Outcome> started = new CompletableFuture<>();
    private final CompletableFuture<Outcome> stopped = new CompletableFuture<>();

    private final CompletableFuture<Crew> manned = new CompletableFuture<>();

    /** The answer of the reload that goes on, done if there is none. */
    private CompletableFuture<Outcome> reload = CompletableFuture.completedFuture(new Outcome.Done(""));

    private List<ListenAddress> bound = List.of();
    private @Nullable Crew crew;
    private @Nullable Generations generations;

    private Parts(Timers timers, Listeners listeners, Fetches fetches) {
        this.timers = timers;
        this.listeners = listeners;
        this.fetches = fetches;
    }

    /** Those of a start that has no sockets yet. */
    static Parts of(GroupConfig config, Clock clock, Workshop workshop) {
        Timers timers = new Timers(clock);
        Listeners listeners = workshop.listeners(config, timers);
        return new Parts(timers, listeners, new Fetches(workshop::fetcher, listeners));
    }

    Timers timers() {
        return timers;
    }

    Listeners listeners() {
        return listeners;
    }

    /** Asks its workers over HTTP. */
    Fetches fetches() {
        return fetches;
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

    /** There are sockets at these addresses, and a program. */
    void equip(Generations made, List<ListenAddress> addresses) {
        generations = made;
        bound = addresses;
    }

    /** Where the operator's sockets are, in the order of the configuration. */
    List<ListenAddress> bound() {
        return bound;
    }

    void man(Crew workers) {
        crew = workers;
        manned.complete(workers);
    }

    /** A reload begins; there is none yet. The action gets the workers when there are any. */
    CompletableFuture<Outcome> reload(BiConsumer<Crew, CompletableFuture<Outcome>> action) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        reload = answer;
        CompletableFuture<Void> unused = manned.thenAccept(workers -> action.accept(workers, answer));
        return answer;
    }

    /** Whether a reload goes on. */
    boolean isReloading() {
        return !reload.isDone();
    }

    /** It is stopped: what goes on is answered so. */
    void giveUp(Outcome.Refused stopping) {
        started.complete(stopping);
        reload.complete(stopping);
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
