package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Nearest;
import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Slot;
import java.util.ArrayList;
import java.util.List;

/** Which applications and slots an operator means, for commands that read the state themselves. */
final class Targets {

    private Targets() {}

    /**
     * The lines of a target: all of an application for its name, one slot for an id or {@code NAME:SLOT}.
     *
     * @throws CommandException if there is none
     */
    static List<Line> lines(Daemon daemon, String target) throws CommandException {
        List<Line> found = new ArrayList<>();
        for (App app : daemon.apps()) {
            boolean whole = target.equals("all") || target.equals(app.name());
            List<Line> lines = app.isStopped() ? stopped(app) : Line.of(app);
            for (Line line : lines) {
                if (whole || isSlot(target, app, line.slot())) {
                    found.add(line);
                }
            }
            if (whole && lines.isEmpty()) {
                return found;
            }
        }
        if (found.isEmpty() && !target.equals("all")) {
            throw unknown(daemon, target);
        }
        return found;
    }

    /** The application that a target belongs to. */
    static App app(Daemon daemon, String target) throws CommandException {
        for (App app : daemon.apps()) {
            if (target.equals(app.name())) {
                return app;
            }
            for (Line line : app.isStopped() ? stopped(app) : Line.of(app)) {
                if (isSlot(target, app, line.slot())) {
                    return app;
                }
            }
        }
        throw unknown(daemon, target);
    }

    /** Whether it is one slot, and not a whole application. */
    static boolean isSlot(String target, App app, Slot slot) {
        return target.equals(String.valueOf(slot.id())) || target.equals(app.name() + ":" + slot.number());
    }

    /** @throws CommandException if there is no application of one of these names */
    static void requireApps(Daemon daemon, List<String> names) throws CommandException {
        for (String name : names) {
            boolean known = false;
            for (App app : daemon.apps()) {
                known |= app.name().equals(name);
            }
            if (!known) {
                throw unknown(daemon, name);
            }
        }
    }

    private static List<Line> stopped(App app) {
        List<Line> lines = new ArrayList<>();
        for (Slot slot : app.slots()) {
            lines.add(new Line(app, slot, null, Status.STOPPED));
        }
        return lines;
    }

    private static CommandException unknown(Daemon daemon, String target) {
        List<String> names = new ArrayList<>();
        for (App app : daemon.apps()) {
            names.add(app.name());
        }
        String hint = Nearest.hint(target, names);
        String there = names.isEmpty() ? " (there is none)" : " (there are: " + String.join(", ", names) + ")";
        return new CommandException(
                ExitCode.NOT_RUNNING, target + ": no such application" + (hint.isEmpty() ? there : hint));
    }
}
