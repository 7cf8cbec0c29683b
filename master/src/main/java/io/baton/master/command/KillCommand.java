package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ClientException;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Result;
import java.util.List;

/** {@code kill}. */
final class KillCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("", "Stops all applications, as stop all does, and ends the daemon.")
                .option("--timeout", "D", "Wait for so long at most, as 30s or 2m; default 3m. The daemon goes on.")
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .notes("Requests in flight are finished. What ran comes back only if it was saved.\n")
                .example("kill")
                .codes(
                        ExitCode.OK,
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.TIMED_OUT,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        long limitMs = words.milliseconds("--timeout", Results.LIMIT_MS);
        List<Result> results;
        try (ControlClient client = Asking.connect(shell)) {
            results = Result.of(client.ask(ControlClient.request("kill"), limitMs));
            client.awaitEnd(Asking.LIMIT_MS);
        } catch (ClientException e) {
            throw Results.failure(e, limitMs);
        }
        int code = Results.print(shell, results, words.has("--json"));
        if (!words.has("--json") && code == ExitCode.OK) {
            shell.say("the daemon has ended");
        }
        return code;
    }
}
