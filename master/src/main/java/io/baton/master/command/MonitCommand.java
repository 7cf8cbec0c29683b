package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.Daemon;
import io.baton.master.jvm.ClientLibrary;
import io.baton.master.monit.Key;
import io.baton.master.monit.Screen;
import io.baton.master.table.Terminal;
import java.io.IOException;

/** {@code monit}. */
final class MonitCommand implements Command {

    private static final long LOOK_MS = 1_000;

    @Override
    public Usage usage() {
        return Usage.of("", "Shows applications, workers and events on the whole screen, and obeys keys.")
                .notes(
                        """
                        Up and down (or k and j) choose a line. r restarts that worker, s stops it and a
                        starts it; + and - give its application one worker more or less. l shows the
                        worker's log instead of the events, if its output is in a file. q or Ctrl-C
                        leaves. After kill -9 of monit the shell's reset brings the terminal back.
                        """)
                .example("monit")
                .codes(
                        ExitCode.OK,
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED,
                        ExitCode.INTERRUPTED,
                        ExitCode.TERMINATED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        if (!shell.terminal().interactive() || !Terminal.isTerminal(0)) {
            throw new CommandException(ExitCode.FAILED, "monit: needs a terminal; list and events do without");
        }
        // Without a daemon the terminal is not touched.
        Daemon daemon = Asking.state(shell);
        ClientLibrary.use(shell.home());
        Happenings happenings = Happenings.follow(shell);
        try (Screen screen = Screen.open()) {
            return show(screen, new MonitView(shell, happenings), daemon, shell);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "monit: " + e.getMessage());
        }
    }

    private static int show(Screen screen, MonitView view, Daemon first, Shell shell)
            throws CommandException, IOException {
        Daemon daemon = first;
        while (true) {
            screen.draw(view.lines(daemon, screen.columns(), screen.rows()), view.marked());
            Key key = screen.key(LOOK_MS);
            if (key == Key.QUIT) {
                return ExitCode.OK;
            }
            if (key == Key.INTERRUPT) {
                return ExitCode.INTERRUPTED;
            }
            view.obey(key);
            daemon = Asking.state(shell);
        }
    }
}
