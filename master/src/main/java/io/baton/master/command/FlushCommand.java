package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
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
        return Results.ask(shell, request, Results.LIMIT_MS, words.has("--json"));
    }
}
