package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Worker;
import io.baton.master.table.Cell;
import io.baton.master.table.Column;
import io.baton.master.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code conns}. */
final class ConnsCommand implements Command {

    private static final String UNKNOWN = "-";

    @Override
    public Usage usage() {
        return Usage.of("[NAME...]", "Shows where applications listen and the connections of each worker.")
                .count(0, Integer.MAX_VALUE)
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .notes(
                        """
                        waiting: connections that no worker could take yet. open: as the worker said
                        last. on the way: sent to the worker and not accepted yet. accepted, requests:
                        since its start.
                        """)
                .example("conns api")
                .codes(ExitCode.OK, ExitCode.USAGE, ExitCode.NOT_RUNNING, ExitCode.NO_DAEMON, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Daemon daemon = Asking.state(shell);
        Targets.requireApps(daemon, words.arguments());
        List<App> apps = new ArrayList<>();
        for (App app : daemon.apps()) {
            if (words.arguments().isEmpty() || words.arguments().contains(app.name())) {
                apps.add(app);
            }
        }
        if (words.has("--json")) {
            Map<String, @Nullable Object> document = Json.document();
            List<Object> list = new ArrayList<>();
            for (App app : apps) {
                list.add(StateJson.of(app));
            }
            document.put("applications", list);
            Json.print(shell, document);
        } else {
            shell.out().print(listeners(apps).text(shell.terminal()));
            shell.out().print(workers(apps).text(shell.terminal()));
            shell.out().flush();
        }
        return ExitCode.OK;
    }

    private static Table listeners(List<App> apps) {
        Table table = new Table(List.of(
                Column.text("name", 0),
                Column.text("listener", 0),
                Column.number("workers", 1),
                Column.number("waiting", 0)));
        for (App app : apps) {
            for (App.Listener one : app.listeners()) {
                table.add(List.of(
                        Cell.of(app.name()), Cell.of(one.address()), Cell.of(one.workers()), Cell.of(one.held())));
            }
        }
        return table;
    }

    private static Table workers(List<App> apps) {
        Table table = new Table(List.of(
                Column.number("id", 0),
                Column.text("name", 0),
                Column.number("slot", 2),
                Column.number("pid", 1),
                Column.number("open", 0),
                Column.number("on the way", 0),
                Column.number("accepted", 0),
                Column.number("requests", 0)));
        for (App app : apps) {
            for (Line line : Line.of(app)) {
                Worker worker = line.worker();
                if (worker != null) {
                    table.add(List.of(
                            Cell.of(line.id()),
                            Cell.of(app.name()),
                            Cell.of(line.slot().number()),
                            Cell.of(worker.pid()),
                            Cell.of(worker.open() < 0 ? UNKNOWN : String.valueOf(worker.open())),
                            Cell.of(worker.inFlight()),
                            Cell.of(worker.accepted()),
                            Cell.of(worker.requests())));
                }
            }
        }
        return table;
    }
}
