package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import java.util.Map;

/** {@code sendSignal}. */
final class SignalCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("SIGNAL TARGET...", "Sends a signal to workers, as kill does, by name or number.")
                .count(2, Integer.MAX_VALUE)
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .notes(
                        """
                        A worker that ends by it is replaced. A JVM worker that gets TERM, INT or HUP
                        leaves when its successor is ready.
                        """)
                .example("sendSignal SIGUSR2 api")
                .example("sendSignal QUIT api:1")
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
        Map<String, Object> request = ControlClient.request("signal");
        request.put("signal", Signal.name(words.argument(0)));
        request.put("targets", words.arguments().subList(1, words.arguments().size()));
        return Results.ask(shell, request, Results.LIMIT_MS, words.has("--json"));
    }
}
