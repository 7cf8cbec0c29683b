package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.App;
import io.baton.master.client.ClientConnection;
import io.baton.master.client.ClientException;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Daemon;
import io.baton.master.client.Worker;
import io.baton.master.table.Cell;
import io.baton.master.table.Column;
import io.baton.master.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code conns}. */
final class ConnsCommand implements Command {

    private static final String UNKNOWN = "-";

    /** A worker that hangs is not waited for longer by the daemon. */
    private static final long LIMIT_MS = 10_000;

    @Override
    public Usage usage() {
        return Usage.of(
                        "[TARGET...]",
                        "Shows where applications listen and how many connections each worker has; of a TARGET each"
                                + " connection, too.")
                .count(0, Integer.MAX_VALUE)
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .notes(
                        """
                        waiting: connections that no worker could take yet. open: as the worker said
                        last. on the way: sent to the worker and not accepted yet. accepted, requests:
                        since its start. A TARGET is the name of an application, the id of a worker,
                        NAME:SLOT, or all. age, requests: of the connection, whichever worker had it. A
                        connection moves by its name: move api:2#17.
                        """)
                .example("conns")
                .example("conns api:2")
                .codes(ExitCode.OK, ExitCode.USAGE, ExitCode.NOT_RUNNING, ExitCode.NO_DAEMON, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Daemon daemon = Asking.state(shell);
        List<App> apps = apps(daemon, words.arguments());
        List<String> complaints = new ArrayList<>();
        List<ClientConnection> connections =
                words.arguments().isEmpty() ? List.of() : connections(shell, words.arguments(), complaints);
        if (words.has("--json")) {
            Map<String, @Nullable Object> document = Json.document();
            List<Object> list = new ArrayList<>();
            for (App app : apps) {
                list.add(StateJson.of(app));
            }
            document.put("applications", list);
            if (!words.arguments().isEmpty()) {
                List<Object> each = new ArrayList<>();
                connections.forEach(one -> each.add(ConnectionTable.json(one)));
                document.put("connections", each);
                document.put("untold", complaints);
            }
            Json.print(shell, document);
        } else {
            shell.out().print(listeners(apps).text(shell.terminal()));
            shell.out().print(workers(apps).text(shell.terminal()));
            if (!connections.isEmpty()) {
                shell.out().print(ConnectionTable.of(connections).text(shell.terminal()));
            }
            shell.out().flush();
            complaints.forEach(shell::complain);
        }
        return ExitCode.OK;
    }

    private static List<App> apps(Daemon daemon, List<String> targets) throws CommandException {
        Set<App> named = new LinkedHashSet<>();
        for (String target : targets) {
            if (target.equals("all")) {
                return daemon.apps();
            }
            named.add(Targets.app(daemon, target));
        }
        return targets.isEmpty() ? daemon.apps() : List.copyOf(named);
    }

    private static List<ClientConnection> connections(Shell shell, List<String> targets, List<String> complaints)
            throws CommandException {
        try (ControlClient client = Asking.connect(shell)) {
            return ClientConnection.of(client, targets, LIMIT_MS, complaints::add);
        } catch (ClientException e) {
            throw Asking.failure(e);
        }
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
