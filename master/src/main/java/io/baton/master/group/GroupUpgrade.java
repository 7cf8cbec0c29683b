package io.baton.master.group;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.carried.CarriedListener;
import io.baton.master.listen.Listeners;
import io.baton.master.listen.Peer;
import io.baton.master.program.Program;
import io.baton.master.snapshot.GroupState;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.ListenAddress;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of one application crosses an upgrade of the master, from one image to the next. Conductor thread only. */
public final class GroupUpgrade {

    private final Group group;

    GroupUpgrade(Group group) {
        this.group = group;
    }

    /**
     * Goes on with what a former image of this master ran.
     *
     * @param program for workers that start from now on
     * @throws IOException if a socket cannot be watched
     */
    void goOn(CarriedApplication carried, Program program) throws IOException {
        Parts begun = group.goOn(carried, program);
        Generations generations = begun == null ? null : begun.generations();
        if (begun != null && generations != null) {
            Crew crew = new Crew(
                    begun.timers(),
                    group.journal(),
                    generations,
                    0,
                    group.records(),
                    begun.listeners(),
                    begun.fetches(),
                    group.eventsOf(begun),
                    carried);
            begun.man(crew);
            crew.upgrade().goOn(carried);
        }
    }

    /** Where the operator's sockets are, in the order of the configuration. */
    static List<ListenAddress> bound(CarriedApplication carried) {
        return carried.listeners().stream()
                .filter(CarriedListener::operators)
                .map(listener -> new ListenAddress(listener.host(), listener.port(), listener.addressType()))
                .toList();
    }

    /** What the next image goes on with. Only while it is not {@link #busy}. */
    CarriedApplication carried(Map<String, Object> declaration, boolean wanted) {
        Parts parts = group.parts();
        Crew crew = group.crew();
        Slots slots = crew == null ? null : crew.slots();
        Listeners listeners = parts == null ? null : parts.listeners();
        return new CarriedApplication(
                declaration,
                wanted,
                group.config().workers(),
                group.state(),
                group.generations(),
                group.records().carried(),
                slots == null ? List.of() : Slots.carried(slots.serving()),
                slots == null ? List.of() : Slots.carried(slots.spares()),
                slots == null ? List.of() : slots.carriedGivenUp(),
                listeners == null ? List.of() : listeners.upgrade().carried(GroupUpgrade::pid),
                listeners == null ? List.of() : pids(listeners.upgrade().admitted()),
                listeners == null ? List.of() : pids(listeners.upgrade().leaving()));
    }

    private static List<Integer> pids(Collection<Peer> workers) {
        return workers.stream().map(GroupUpgrade::pid).toList();
    }

    private static int pid(Peer worker) {
        return ((WorkerHandle) worker).pid();
    }

    /** Why this is no moment for an upgrade; null if it is one. */
    @Nullable
    String busy() {
        Parts parts = group.parts();
        Crew crew = group.crew();
        if (group.state() == GroupState.STOPPED) {
            return null;
        } else if (group.state() == GroupState.STOPPING || parts == null || crew == null) {
            return group.state() == GroupState.STOPPING ? "it stops" : "it starts";
        }
        if (parts.isReloading()) {
            return "it is reloaded";
        }
        return parts.listeners().upgrade().isUndecided()
                ? "a worker closes a socket"
                : crew.upgrade().busy();
    }

    /** Accepts no connections and sends none to workers, or does so again. */
    void pause(boolean pauses) {
        Parts parts = group.parts();
        if (parts != null) {
            parts.listeners().upgrade().pause(pauses);
        }
    }
}
