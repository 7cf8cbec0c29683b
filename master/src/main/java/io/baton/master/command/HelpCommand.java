package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Nearest;
import io.baton.master.cli.Overview;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Verb;
import io.baton.master.cli.Words;
import io.baton.master.config.ConfigException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code help}. */
final class HelpCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("[COMMAND]", "Prints all commands, or the help of one.")
                .takingAll()
                .codes(ExitCode.OK);
    }

    @Override
    public int run(Words words, Shell shell) {
        if (words.all().isEmpty()) {
            shell.out().print(Overview.page(Shell.program()));
            shell.out().flush();
            return ExitCode.OK;
        }
        String word = words.all().get(0);
        @Nullable Verb verb = Verb.named(word);
        if (verb == null) {
            throw new ConfigException(word + ": no such command" + Nearest.hint(word, Verb.words()));
        }
        @Nullable Command command = Commands.of(verb);
        if (command == null || verb == Verb.HELP) {
            shell.out().print(Overview.page(Shell.program()));
            shell.out().flush();
            return ExitCode.OK;
        }
        return Commands.run(verb, command, List.of("--help"), shell);
    }
}
