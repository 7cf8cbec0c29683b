package io.baton.master.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One application.
 *
 * @param state {@code STOPPED}, {@code STARTING}, {@code RUNNING}, {@code RELOADING} or {@code STOPPING}
 * @param mode {@code handoff}, {@code shared} or {@code reuseport}; empty if unknown
 * @param kind the word for what its workers run, as {@code built-in} or {@code jar}; empty if unknown
 * @param file the program; null for the built-in application
 * @param directory where it works; null if that is the daemon's
 * @param declaredWorkers how many workers there are to be; -1 if unknown
 * @param minReady how many of them have to be ready; 0 if none has to
 * @param slots of the workers that take connections
 * @param spares of workers without traffic
 * @param leaving slots that were given up and have processes still
 */
public record App(
        String name,
        String state,
        int generation,
        String mode,
        String kind,
        @Nullable String file,
        @Nullable String directory,
        int declaredWorkers,
        int minReady,
        List<Slot> slots,
        List<Slot> spares,
        List<Slot> leaving,
        List<Listener> listeners) {

    /**
     * Where it listens.
     *
     * @param address as {@code http://localhost:3000} or a path
     * @param workers how many workers serve it
     * @param held connections that wait for a worker
     * @param moved those that workers gave back
     */
    public record Listener(String address, int workers, int held, MovedConnections moved) {}

    static App of(Fields group) {
        List<Listener> listeners = new ArrayList<>();
        for (Fields one : group.objects("listeners")) {
            listeners.add(new Listener(
                    one.text("address"),
                    (int) one.number("workers", 0),
                    (int) one.number("held", 0),
                    MovedConnections.of(one)));
        }
        return new App(
                group.text("name"),
                group.text("state"),
                (int) group.number("generation", 0),
                group.text("mode"),
                group.text("kind"),
                group.textOrNull("file"),
                group.textOrNull("directory"),
                (int) group.number("declaredWorkers", -1),
                (int) group.number("minReady", 1),
                slots(group, "slots"),
                slots(group, "spares"),
                slots(group, "leaving"),
                listeners);
    }

    /** Whether no process of it runs or is to run. */
    public boolean isStopped() {
        return state.equals("STOPPED");
    }

    private static List<Slot> slots(Fields group, String name) {
        List<Slot> slots = new ArrayList<>();
        for (Fields slot : group.objects(name)) {
            slots.add(Slot.of(slot));
        }
        return slots;
    }
}
