package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.client.ClientException;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Daemon;
import io.baton.master.client.Fields;
import java.util.Map;

/** Asks the daemon of the shell's home. A failure is a line for the operator with its exit code. */
final class Asking {

    /** A daemon that is well answers in milliseconds. */
    static final long LIMIT_MS = 5_000;

    private Asking() {}

    /** Connects. */
    static ControlClient connect(Shell shell) throws CommandException {
        try {
            return ControlClient.connect(shell.home());
        } catch (ClientException e) {
            throw failure(e);
        }
    }

    /** One request, one answer. */
    static Fields ask(Shell shell, Map<String, Object> request, long limitMs) throws CommandException {
        try (ControlClient client = connect(shell)) {
            return client.ask(request, limitMs);
        } catch (ClientException e) {
            throw failure(e);
        }
    }

    /** The state of everything. */
    static Daemon state(Shell shell) throws CommandException {
        Fields answer = ask(shell, ControlClient.request("snapshot"), LIMIT_MS);
        try {
            return Daemon.of(answer);
        } catch (ClientException e) {
            throw failure(e);
        }
    }

    /** What a failure means to the shell. */
    static CommandException failure(ClientException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.trouble()) {
            case NO_DAEMON ->
                new CommandException(
                        ExitCode.NO_DAEMON,
                        message + "; this starts one: " + Shell.program() + " start [app.jar|app.js]");
            case NOT_PERMITTED -> new CommandException(ExitCode.NOT_PERMITTED, message);
            case SILENT, GARBAGE, OTHER_VERSION, LOST -> new CommandException(ExitCode.NO_DAEMON, message);
            case REFUSED -> new CommandException(ExitCode.FAILED, message);
        };
    }
}
