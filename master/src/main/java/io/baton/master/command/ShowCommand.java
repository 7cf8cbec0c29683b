package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Fields;
import io.baton.master.client.Slot;
import io.baton.master.client.Worker;
import io.baton.master.table.Colour;
import io.baton.master.table.Figures;
import io.baton.master.table.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code show}. */
final class ShowCommand implements Command {

    private static final int WIDTH = 14;

    @Override
    public Usage usage() {
        return Usage.of("TARGET", "Shows everything about an application and its workers, or about one worker.")
                .count(1, 1)
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .example("show api")
                .example("show 3")
                .codes(ExitCode.OK, ExitCode.USAGE, ExitCode.NOT_RUNNING, ExitCode.NO_DAEMON, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        String target = words.argument(0);
        Daemon daemon = Asking.state(shell);
        App app = Targets.app(daemon, target);
        List<Line> lines = Targets.lines(daemon, target);
        if (words.has("--json")) {
            Map<String, @Nullable Object> document = Json.document();
            Map<String, @Nullable Object> json = StateJson.of(app);
            List<Object> workers = new ArrayList<>();
            for (Line line : lines) {
                workers.add(StateJson.of(line));
            }
            json.put("workers", workers);
            document.put("application", json);
            Json.print(shell, document);
            return ExitCode.OK;
        }
        StringBuilder text = new StringBuilder();
        app(text, app, shell);
        for (Line line : lines) {
            worker(text, line, shell);
        }
        shell.out().print(text);
        shell.out().flush();
        return ExitCode.OK;
    }

    private static void app(StringBuilder text, App app, Shell shell) {
        text.append(shell.terminal().in(Colour.BOLD, app.name())).append('\n');
        row(text, "state", app.state().toLowerCase(java.util.Locale.ROOT));
        row(text, "program", app.file() == null ? "the built-in application" : app.file());
        row(text, "arguments", arguments(shell, app));
        row(text, "directory", app.directory());
        row(text, "kind", app.kind());
        row(text, "mode", app.mode());
        row(text, "generation", String.valueOf(app.generation()));
        row(
                text,
                "workers",
                app.slots().size()
                        + (app.declaredWorkers() < 0
                                        || app.declaredWorkers() == app.slots().size()
                                ? ""
                                : " of " + app.declaredWorkers())
                        + (app.spares().isEmpty()
                                ? ""
                                : ", spares " + app.spares().size()));
        for (App.Listener one : app.listeners()) {
            row(
                    text,
                    "listener",
                    one.address() + " (workers " + one.workers() + (one.held() == 0 ? "" : ", waiting " + one.held())
                            + ")");
            row(text, "moved", one.moved().returned() == 0 ? null : one.moved().inWords());
        }
    }

    /** Of a Node program, if the daemon tells. */
    private static @Nullable String arguments(Shell shell, App app) {
        try {
            @Nullable Fields declaration = EnvCommand.declaration(shell, app.name());
            List<String> arguments = declaration == null ? List.of() : declaration.texts("arguments");
            return arguments.isEmpty() ? null : String.join(" ", arguments);
        } catch (CommandException e) {
            return null;
        }
    }

    private static void worker(StringBuilder text, Line line, Shell shell) {
        Slot slot = line.slot();
        @Nullable Worker worker = line.worker();
        text.append('\n').append(shell.terminal().in(Colour.BOLD, line.title()));
        text.append(slot.id() < 0 ? "" : " (id " + slot.id() + ")").append('\n');
        row(
                text,
                "status",
                shell.terminal().in(line.status().cell().colour(), line.status().word()));
        if (worker != null) {
            row(text, "pid", String.valueOf(worker.pid()));
            row(
                    text,
                    "uptime",
                    Figures.span(line.uptimeMs())
                            + (worker.startedAtMs() == 0 ? "" : ", started " + Moment.local(worker.startedAtMs())));
            row(text, "cpu", worker.cpuPercent() < 0 ? null : Figures.percent(worker.cpuPercent()) + " of a core");
            row(text, "memory", worker.memoryBytes() == 0 ? null : Figures.size(worker.memoryBytes()));
            row(text, "threads", worker.threads() == 0 ? null : String.valueOf(worker.threads()));
            row(
                    text,
                    "connections",
                    worker.open() < 0 ? null : worker.open() + " open, " + worker.accepted() + " accepted");
            row(
                    text,
                    "requests",
                    worker.requests()
                            + (worker.requestsPerSecond() < 0
                                    ? ""
                                    : ", " + Figures.rate(worker.requestsPerSecond()) + " a second"));
            row(text, "generation", String.valueOf(worker.generation()));
        }
        row(text, "next start", slot.nextStartMs() < 0 ? null : "in " + slot.nextStartMs() + " ms");
        row(text, "restarts", String.valueOf(slot.restarts()));
        row(
                text,
                "last exit",
                slot.lastExit() == null
                        ? null
                        : slot.lastExit() + (slot.lastExitAtMs() == 0 ? "" : ", " + Moment.local(slot.lastExitAtMs())));
        row(text, "output", slot.outLog());
        row(text, "errors", slot.errLog());
    }

    /** A line, unless nothing is known. */
    private static void row(StringBuilder text, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text.append("  ")
                    .append(name)
                    .append(" ".repeat(WIDTH - name.length()))
                    .append(value)
                    .append('\n');
        }
    }
}
