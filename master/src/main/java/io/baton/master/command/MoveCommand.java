package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import java.util.Map;

/** {@code move}. */
final class MoveCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of(
                        "TARGET...",
                        "Has open connections go from one worker to others: all idle ones of a worker, or single ones. Their"
                                + " clients notice nothing.")
                .count(1, Integer.MAX_VALUE)
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .notes(
                        """
                        A TARGET is the id of a worker, NAME:SLOT, or a connection as conns names it.
                        The worker serves on, and gets new connections as before. Connections that
                        cannot move, as those over TLS, and those with a request on its way stay.
                        """)
                .example("move api:2")
                .example("move api:2#17")
                .codes(
                        ExitCode.OK,
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.NOT_RUNNING,
                        ExitCode.TIMED_OUT,
                        ExitCode.PARTLY_DONE,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Map<String, Object> request = ControlClient.request("move");
        request.put("targets", words.arguments());
        return Results.ask(shell, request, Results.LIMIT_MS, words.has("--json"));
    }
}
