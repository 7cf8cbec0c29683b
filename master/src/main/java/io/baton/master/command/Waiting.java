package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.Daemon;
import io.baton.master.client.Result;
import java.util.List;
import java.util.Map;

/** The options {@code --timeout}, {@code --no-wait} and {@code --json} of verbs that change something. */
final class Waiting {

    /** Within so long a daemon has told what it refuses. */
    private static final long AT_ONCE_MS = 500;

    private Waiting() {}

    /** Adds the options. */
    static void options(Usage usage) {
        usage.flag("--wait", "Wait until it is done. The default.")
                .flag("--no-wait", "Do not wait; the daemon goes on.")
                .option("--timeout", "D", "Wait for so long at most, as 30s or 2m; default 3m. The daemon goes on.")
                .flag("--json", "JSON on standard output, with \"schema\":1.");
    }

    /** Asks, and waits as the options say. Nothing is returned of what is still going on. */
    static List<Result> results(Shell shell, Map<String, Object> request, Words words) throws CommandException {
        if (words.has("--no-wait")) {
            return atOnce(shell, request);
        }
        long limitMs = words.milliseconds("--timeout", Results.LIMIT_MS);
        if (words.has("--json")) {
            return Results.results(shell, request, limitMs);
        }
        Progress progress = Progress.of(shell);
        try {
            return Results.results(shell, request, limitMs);
        } finally {
            progress.end();
        }
    }

    private static List<Result> atOnce(Shell shell, Map<String, Object> request) throws CommandException {
        try {
            return Results.results(shell, request, AT_ONCE_MS);
        } catch (CommandException e) {
            if (e.exitCode() == ExitCode.TIMED_OUT) {
                return List.of();
            }
            throw e;
        }
    }

    /** As pm2 does after each such verb, for the eyes of a person. */
    static void showList(Shell shell) {
        if (!shell.terminal().interactive()) {
            return;
        }
        try {
            Daemon daemon = Asking.state(shell);
            shell.out().print(AppTable.text(daemon, shell.terminal()));
            shell.out().flush();
        } catch (CommandException e) {
            // What was asked for is done all the same.
        }
    }
}
