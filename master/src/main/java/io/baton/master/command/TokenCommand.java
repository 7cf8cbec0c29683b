package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.home.AdminToken;
import io.baton.master.home.Home;
import java.io.IOException;

/** {@code token}. */
final class TokenCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("", "Prints the token that clients of --admin need, and makes it if there is none.")
                .notes("It is in admin.token of the home. A master reads it when it begins.\n")
                .example("token")
                .codes(ExitCode.OK, ExitCode.FAILED, ExitCode.USAGE);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        try {
            Home.require(shell.home());
            shell.say(AdminToken.of(shell.home()).text());
            return ExitCode.OK;
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "no token: " + e.getMessage());
        }
    }
}
