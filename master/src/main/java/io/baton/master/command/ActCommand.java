package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Verb;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Result;
import java.util.List;
import java.util.Map;

/** {@code stop}, {@code restart}, {@code delete} and {@code reset}: a verb for targets. */
final class ActCommand implements Command {

    private final Verb verb;

    ActCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public Usage usage() {
        Usage usage = Usage.of("TARGET...", does()).count(1, Integer.MAX_VALUE);
        Waiting.options(usage);
        return usage.notes("A TARGET is the name of an application, the id of a worker, NAME:SLOT, or all.\n")
                .example(verb.word() + " api")
                .example(verb.word() + " api:2 web")
                .codes(
                        ExitCode.OK,
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.NOT_RUNNING,
                        ExitCode.TIMED_OUT,
                        ExitCode.PARTLY_DONE,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED);
    }

    private String does() {
        return switch (verb) {
            case STOP ->
                "Stops applications or single workers: nothing new is accepted, requests in flight are finished, then"
                        + " the processes leave. A stopped application stays in the list and start NAME starts it"
                        + " again.";
            case RESTART ->
                "Stops, then starts. Between the two no worker of an application runs, so connections are refused."
                        + " Of one worker (api:2) only that one is restarted and the others serve meanwhile. reload"
                        + " replaces workers one by one and loses nothing.";
            case DELETE -> "Stops applications and forgets them: they leave the list.";
            default -> "Counts restarts from zero again.";
        };
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        return act(shell, verb.word(), words.arguments(), words);
    }

    /** Also for {@code start NAME}. */
    static int act(Shell shell, String verb, List<String> targets, Words words) throws CommandException {
        Map<String, Object> request = ControlClient.request("act");
        request.put("verb", verb);
        request.put("targets", targets);
        List<Result> results = Waiting.results(shell, request, words);
        int code = Results.print(shell, results, words.has("--json"));
        if (!words.has("--json")) {
            Waiting.showList(shell);
        }
        return code;
    }
}
