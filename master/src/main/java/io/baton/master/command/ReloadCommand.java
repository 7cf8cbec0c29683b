package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;

/** The place of {@code reload}. */
final class ReloadCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of(
                        "TARGET...",
                        "Will replace the workers of applications one by one, each after its successor is ready, so that no"
                                + " request is lost. This version cannot do it yet and says so. restart does it with a"
                                + " gap, and restart NAME:SLOT does it for one worker while the others serve.")
                .count(0, Integer.MAX_VALUE)
                .example("reload api")
                .codes(ExitCode.FAILED, ExitCode.USAGE);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        String app = words.arguments().isEmpty() ? "NAME" : words.argument(0);
        String slot = app.indexOf(':') < 0 && !app.equals("all") ? app + ":1" : "NAME:1";
        throw new CommandException(
                ExitCode.FAILED,
                "reload: not in this version; restart " + slot + ", then " + slot.replace(":1", ":2")
                        + " ... replaces one worker at a time while the others serve");
    }
}
