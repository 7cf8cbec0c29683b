package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Result;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code threads}. */
final class ThreadsCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("TARGET...", "Prints a thread dump of JVM workers. The daemon keeps a copy as evidence.")
                .count(1, Integer.MAX_VALUE)
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .example("threads api:1 > threads.txt")
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
        Map<String, Object> request = ControlClient.request("threads");
        request.put("targets", words.arguments());
        List<Result> results = Results.results(shell, request, Results.LIMIT_MS);
        if (words.has("--json")) {
            return Results.print(shell, results, true);
        }
        for (Result result : results) {
            @Nullable String dump = result.dump();
            if (dump != null) {
                shell.say(dump.stripTrailing());
                shell.err().print(result.target() + ": kept as " + result.text() + "\n");
                shell.err().flush();
            } else if (result.ok()) {
                shell.say(result.line());
            } else {
                shell.complain(result.line());
            }
        }
        return Results.exitCode(results);
    }
}
