package io.baton.master.command;

import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Slot;
import io.baton.master.client.Worker;
import io.baton.master.table.Cell;
import io.baton.master.table.Colour;
import io.baton.master.table.Column;
import io.baton.master.table.Figures;
import io.baton.master.table.Table;
import io.baton.master.table.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of {@code list} and {@code monit}. */
final class AppTable {

    private static final String NOTHING = "-";

    private static final List<Column> COLUMNS = List.of(
            Column.number("id", 0),
            Column.text("name", 0),
            Column.number("slot", 5),
            Column.text("mode", 7),
            Column.number("pid", 2),
            Column.number("uptime", 1),
            new Column("↺", "rst", true, 3),
            Column.text("status", 0),
            Column.number("cpu", 1),
            Column.number("mem", 1),
            Column.number("conns", 6),
            Column.number("req/s", 4));

    private AppTable() {}

    /** The table and a line of totals. */
    static String text(Daemon daemon, Terminal terminal) {
        if (daemon.apps().isEmpty()) {
            return "no applications\n";
        }
        Table table = new Table(COLUMNS);
        for (App app : daemon.apps()) {
            List<Line> lines = Line.of(app);
            for (Line line : lines) {
                table.add(row(line));
            }
            if (lines.isEmpty()) {
                table.add(stopped(app));
            }
        }
        return table.text(terminal) + totals(daemon) + "\n";
    }

    private static List<Cell> row(Line line) {
        Slot slot = line.slot();
        @Nullable Worker worker = line.worker();
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(line.id()));
        cells.add(Cell.of(line.app().name()));
        cells.add(Cell.of(slot.number()));
        cells.add(Cell.of(orNothing(line.app().mode())));
        cells.add(worker == null ? Cell.of(NOTHING) : Cell.of(worker.pid()));
        cells.add(Cell.of(worker == null ? NOTHING : Figures.span(line.uptimeMs())));
        cells.add(Cell.of(slot.restarts()));
        cells.add(line.status().cell());
        cells.add(Cell.of(worker == null || worker.cpuPercent() < 0 ? NOTHING : Figures.percent(worker.cpuPercent())));
        cells.add(Cell.of(worker == null || worker.memoryBytes() == 0 ? NOTHING : Figures.size(worker.memoryBytes())));
        cells.add(Cell.of(worker == null || worker.open() < 0 ? NOTHING : String.valueOf(worker.open())));
        cells.add(Cell.of(
                worker == null || worker.requestsPerSecond() < 0 ? NOTHING : Figures.rate(worker.requestsPerSecond())));
        return cells;
    }

    /** One line for all slots of a stopped application. */
    private static List<Cell> stopped(App app) {
        List<Cell> cells = new ArrayList<>();
        int restarts = 0;
        for (Slot slot : app.slots()) {
            restarts += slot.restarts();
        }
        cells.add(Cell.of(ids(app.slots())));
        cells.add(Cell.of(app.name()));
        cells.add(Cell.of(NOTHING));
        cells.add(Cell.of(orNothing(app.mode())));
        cells.add(Cell.of(NOTHING));
        cells.add(Cell.of(NOTHING));
        cells.add(Cell.of(restarts));
        cells.add(new Cell(Status.STOPPED.word(), Colour.DIM));
        for (int i = cells.size(); i < COLUMNS.size(); i++) {
            cells.add(Cell.of(NOTHING));
        }
        return cells;
    }

    private static String ids(List<Slot> slots) {
        if (slots.isEmpty() || slots.get(0).id() < 0) {
            return NOTHING;
        }
        int first = slots.get(0).id();
        int last = slots.get(slots.size() - 1).id();
        return first == last ? String.valueOf(first) : first + "-" + last;
    }

    /** As {@code 2 applications, 5 of 6 workers online, 1 spare}. */
    static String totals(Daemon daemon) {
        int online = 0;
        int workers = 0;
        int spares = 0;
        for (App app : daemon.apps()) {
            if (app.isStopped()) {
                continue;
            }
            for (Slot spare : app.spares()) {
                spares += spare.worker() == null ? 0 : 1;
            }
            workers += app.slots().size();
            for (Slot slot : app.slots()) {
                @Nullable Worker worker = slot.worker();
                online += worker != null && worker.state().equals("READY") ? 1 : 0;
            }
        }
        int apps = daemon.apps().size();
        return apps
                + (apps == 1 ? " application, " : " applications, ")
                + (online == workers ? String.valueOf(online) : online + " of " + workers)
                + (workers == 1 ? " worker online" : " workers online")
                + (spares == 0 ? "" : ", " + spares + (spares == 1 ? " spare" : " spares"));
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? NOTHING : text;
    }
}
