package io.baton.master.command;

import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Slot;
import io.baton.master.client.Worker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list: a worker, or an empty slot.
 *
 * @param worker null if the slot is empty
 */
record Line(App app, Slot slot, @Nullable Worker worker, Status status) {

    /** The lines of a daemon, in its order. A stopped application has none. */
    static List<Line> of(Daemon daemon) {
        List<Line> lines = new ArrayList<>();
        for (App app : daemon.apps()) {
            lines.addAll(of(app));
        }
        return lines;
    }

    /**
     * The lines of an application: first the workers that take connections, then spares and those that leave. A spare that
     * waits until all workers are ready has none.
     */
    static List<Line> of(App app) {
        List<Line> lines = new ArrayList<>();
        if (!app.isStopped()) {
            add(lines, app, app.slots());
            for (Slot spare : app.spares()) {
                if (spare.worker() != null) {
                    add(lines, app, List.of(spare));
                }
            }
            add(lines, app, app.leaving());
        }
        return lines;
    }

    private static void add(List<Line> lines, App app, List<Slot> slots) {
        for (Slot slot : slots) {
            if (slot.worker() != null || slot.leaving().isEmpty()) {
                lines.add(line(app, slot, slot.worker()));
            }
            if (slot.successor() != null) {
                lines.add(line(app, slot, slot.successor()));
            }
            for (Worker old : slot.leaving()) {
                lines.add(line(app, slot, old));
            }
        }
    }

    private static Line line(App app, Slot slot, @Nullable Worker worker) {
        return new Line(app, slot, worker, Status.of(slot, worker));
    }

    /** The slot as the log calls it, with the application, as {@code api worker 2}. */
    String title() {
        String name = slot.name();
        return name.startsWith(app.name() + " ") ? name : app.name() + " " + name;
    }

    /** Its number in the daemon, as the operator sees it. */
    String id() {
        return slot.id() < 0 ? "-" : String.valueOf(slot.id());
    }

    /** How long it has served; a worker that is not ready yet, since its start. */
    long uptimeMs() {
        return worker == null ? 0 : worker.readyMs() > 0 ? worker.readyMs() : worker.ageMs();
    }
}
