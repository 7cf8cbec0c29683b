package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Result;
import io.baton.master.logs.LogSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code flush}. */
final class FlushCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("[TARGET...]", "Empties the log files of applications; of all without a target.")
                .count(0, Integer.MAX_VALUE)
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .example("flush api")
                .codes(
                        ExitCode.OK,
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.NOT_RUNNING,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Map<String, Object> request = ControlClient.request("flush");
        if (!words.arguments().isEmpty()) {
            request.put("targets", words.arguments());
        }
        try {
            return Results.ask(shell, request, Results.LIMIT_MS, words.has("--json"));
        } catch (CommandException e) {
            if (e.exitCode() != ExitCode.NO_DAEMON || Spawning.answers(shell)) {
                throw e;
            }
            return withoutDaemon(words, shell, e);
        }
    }

    /** Files that a daemon has left, which no process writes. */
    private static int withoutDaemon(Words words, Shell shell, CommandException noDaemon) throws CommandException {
        List<Result> results = new ArrayList<>();
        for (LogSource source : LogSource.in(shell.home().resolve("logs"))) {
            if (words.arguments().isEmpty() || words.arguments().stream().anyMatch(source::isFor)) {
                results.add(emptied(source));
            }
        }
        if (results.isEmpty()) {
            throw noDaemon;
        }
        return Results.print(shell, results, words.has("--json"));
    }

    private static Result emptied(LogSource source) {
        try {
            source.empty();
            return new Result(source.app(), source.app(), true, null, source.file() + " emptied", null);
        } catch (IOException e) {
            return new Result(source.app(), source.app(), false, "FAILED", source.file() + ": " + e.getMessage(), null);
        }
    }
}
