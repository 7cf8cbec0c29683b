package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.Daemon;

/** {@code list}. */
final class ListCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("", "Shows all applications of the daemon, a line for each worker.")
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .notes(
                        """
                        status is launching, online, draining, stopping, stopped, errored (it dies again
                        and again, and is still tried), waiting restart, or spare (no traffic, takes the
                        slot of a worker that dies). cpu is of one core. uptime counts from ready. A
                        narrow terminal shows fewer columns; a pipe gets all of them and no lines.
                        """)
                .example("list")
                .example("list --json | jq '.applications[].workers[].pid'")
                .codes(ExitCode.OK, ExitCode.USAGE, ExitCode.NO_DAEMON, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Daemon daemon = Asking.state(shell);
        if (words.has("--json")) {
            Json.print(shell, StateJson.of(daemon));
            return ExitCode.OK;
        }
        shell.out().print(AppTable.text(daemon, shell.terminal()));
        for (String notice : daemon.notices()) {
            shell.out().print(notice + "\n");
        }
        shell.out().flush();
        return ExitCode.OK;
    }
}
