package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Verb;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;

/** {@code save} and {@code resurrect}. */
final class SavedCommand implements Command {

    private final Verb verb;

    SavedCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        Usage usage = verb == Verb.SAVE
                ? Usage.of(
                        "",
                        "Remembers the applications of the daemon, which of them are stopped, and all their settings.")
                : Usage.of(
                        "", "Starts what was saved, and the daemon if there is none. What was stopped stays stopped.");
        usage.flag("--json", "JSON on standard output, with \"schema\":1.");
        if (verb == Verb.RESURRECT) {
            usage.option("--timeout", "D", "Wait for so long at most, as 30s or 2m; default 3m. The daemon goes on.");
        }
        return usage.notes("It is in state.json in the home, with three backups.\n")
                .example(verb.word())
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
        if (verb == Verb.RESURRECT) {
            Spawning.ensureDaemon(shell);
        }
        int code = Results.ask(
                shell,
                ControlClient.request(verb.word()),
                words.milliseconds("--timeout", Results.LIMIT_MS),
                words.has("--json"));
        if (verb == Verb.RESURRECT && !words.has("--json")) {
            Waiting.showList(shell);
        }
        return code;
    }
}
