package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.Shell;
import io.baton.master.client.App;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Daemon;
import io.baton.master.client.Happening;
import io.baton.master.client.Result;
import io.baton.master.monit.Key;
import io.baton.master.table.Colour;
import io.baton.master.table.Figures;
import io.baton.master.table.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code monit} shows and does. One thread, except for the answers of the daemon to keys. */
final class MonitView {

    private static final String KEYS = "↑↓ choose  r restart  s stop  a start  + - scale  l log  q quit";
    private static final String PLAIN_KEYS = "j/k choose  r restart  s stop  a start  + - scale  l log  q quit";

    /** The lines of a table around its rows: the top with the heads, and the bottom with the totals. */
    private static final int ABOVE_ROWS = 3;

    private static final int BELOW_ROWS = 2;
    private static final int LEAST_PANE = 6;

    private final Shell shell;
    private final Happenings happenings;

    private List<Row> rows = List.of();
    private int chosen;
    private int firstShown;
    private boolean showsLog;
    private volatile String said = "";

    /** What a key is about. */
    private record Row(App app, @Nullable Line line) {

        String target() {
            return line == null || line.slot().id() < 0
                    ? app.name()
                    : String.valueOf(line.slot().id());
        }

        String title() {
            return line == null ? app.name() : line.title();
        }
    }

    MonitView(Shell shell, Happenings happenings) {
        this.shell = shell;
        this.happenings = happenings;
    }

    /** The index of the chosen line on the screen; negative if there is none. */
    int marked() {
        return rows.isEmpty() ? -1 : 1 + ABOVE_ROWS + chosen - firstShown;
    }

    /** The whole screen. */
    List<String> lines(Daemon daemon, int columns, int height) {
        rows = rows(daemon);
        chosen = Math.max(0, Math.min(chosen, rows.size() - 1));
        Terminal terminal = new Terminal(
                true, columns, shell.terminal().unicode(), shell.terminal().colours());
        List<String> screen = new ArrayList<>();
        screen.add(terminal.in(
                Colour.BOLD,
                "baton " + daemon.version() + "  pid " + daemon.pid() + "  up " + Figures.span(daemon.ageMs()) + "  "
                        + shell.home()));
        screen.addAll(table(daemon, terminal, height));
        String title =
                showsLog && !rows.isEmpty() ? "log of " + rows.get(chosen).title() : "events";
        screen.add(terminal.in(Colour.BOLD, title));
        int room = height - screen.size() - 1;
        screen.addAll(showsLog ? log(room) : events(terminal, room));
        while (screen.size() < height - 1) {
            screen.add("");
        }
        String keys = terminal.unicode() ? KEYS : PLAIN_KEYS;
        screen.add(terminal.in(Colour.CYAN, said.isEmpty() ? keys : said));
        return screen;
    }

    /** Does what a key asks for. */
    void obey(Key key) {
        if (key != Key.NONE) {
            said = "";
        }
        switch (key) {
            case UP -> chosen--;
            case DOWN -> chosen++;
            case LOG -> showsLog = !showsLog;
            case RESTART -> act("restart");
            case STOP -> act("stop");
            case START -> act("start");
            case MORE -> scale("+1");
            case FEWER -> scale("-1");
            case NONE, QUIT, INTERRUPT -> {}
        }
    }

    private static List<Row> rows(Daemon daemon) {
        List<Row> rows = new ArrayList<>();
        for (App app : daemon.apps()) {
            List<Line> lines = Line.of(app);
            for (Line line : lines) {
                rows.add(new Row(app, line));
            }
            if (lines.isEmpty()) {
                rows.add(new Row(app, null));
            }
        }
        return rows;
    }

    /** The table; where it is too high, only the rows around the chosen one. */
    private List<String> table(Daemon daemon, Terminal terminal, int height) {
        List<String> lines =
                new ArrayList<>(AppTable.text(daemon, terminal).lines().toList());
        int most = Math.max(1, height - LEAST_PANE - ABOVE_ROWS - BELOW_ROWS);
        firstShown = rows.size() <= most ? 0 : Math.max(0, Math.min(chosen - most / 2, rows.size() - most));
        if (rows.size() > most) {
            List<String> shown = new ArrayList<>(lines.subList(0, ABOVE_ROWS));
            shown.addAll(lines.subList(ABOVE_ROWS + firstShown, ABOVE_ROWS + firstShown + most));
            shown.addAll(lines.subList(ABOVE_ROWS + rows.size(), lines.size()));
            return shown;
        }
        return lines;
    }

    private List<String> events(Terminal terminal, int count) {
        List<String> lines = new ArrayList<>();
        for (Happening event : happenings.last(Math.max(0, count))) {
            lines.add(EventsCommand.line(event, terminal));
        }
        return lines;
    }

    private List<String> log(int count) {
        @Nullable Line line = rows.isEmpty() ? null : rows.get(chosen).line();
        @Nullable String out = line == null ? null : line.slot().outLog();
        @Nullable String err = line == null ? null : line.slot().errLog();
        if (out == null || err == null) {
            return List.of("its output is not in a file");
        }
        List<String> lines = new ArrayList<>(LastLines.of(Path.of(err), 0, Math.max(1, count / 3)));
        lines.addAll(0, LastLines.of(Path.of(out), 0, Math.max(0, count - lines.size())));
        return lines;
    }

    private void act(String verb) {
        if (!rows.isEmpty()) {
            Map<String, Object> request = ControlClient.request("act");
            request.put("verb", verb);
            request.put("targets", List.of(rows.get(chosen).target()));
            ask(verb + " " + rows.get(chosen).title(), request);
        }
    }

    private void scale(String change) {
        if (!rows.isEmpty()) {
            Map<String, Object> request = ControlClient.request("scale");
            request.put("app", rows.get(chosen).app().name());
            request.put("change", change);
            ask("scale " + rows.get(chosen).app().name() + " " + change, request);
        }
    }

    /** On a thread of its own: the screen goes on meanwhile. */
    private void ask(String what, Map<String, Object> request) {
        said = what + " ...";
        Thread thread = new Thread(() -> said = what + ": " + outcome(request), "baton-key");
        thread.setDaemon(true);
        thread.start();
    }

    private String outcome(Map<String, Object> request) {
        try {
            StringBuilder text = new StringBuilder();
            for (Result result : Results.results(shell, request, Results.LIMIT_MS)) {
                text.append(text.length() == 0 ? "" : "; ").append(result.text());
            }
            return text.toString();
        } catch (CommandException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
