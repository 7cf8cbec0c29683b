package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.App;
import io.baton.master.config.ConfigException;

/** {@code completion}: scripts for shells, which ask {@code completion targets} for the names of applications. */
final class CompletionCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of(
                        "bash|zsh|targets",
                        "Prints a script with which bash or zsh complete commands, options, names and ids.")
                .count(1, 1)
                .notes(
                        """
                        The script is for the name baton; link or alias master.jar to that name. targets
                        prints what can be completed now, a line each.
                        """)
                .example("completion bash > ~/.local/share/bash-completion/completions/baton")
                .example("completion zsh > ~/.zfunc/_baton")
                .codes(ExitCode.OK, ExitCode.USAGE, ExitCode.NO_DAEMON, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        switch (words.argument(0)) {
            case "bash" -> shell.out().print(CompletionScript.bash());
            case "zsh" -> shell.out().print(CompletionScript.zsh());
            case "targets" -> printTargets(shell);
            default -> throw new ConfigException(words.argument(0) + " (expected: bash, zsh or targets)");
        }
        shell.out().flush();
        return ExitCode.OK;
    }

    private static void printTargets(Shell shell) throws CommandException {
        StringBuilder targets = new StringBuilder("all\n");
        for (App app : Asking.state(shell).apps()) {
            targets.append(app.name()).append('\n');
            app.slots().forEach(slot -> targets.append(slot.id()).append('\n'));
        }
        shell.out().print(targets);
    }
}
