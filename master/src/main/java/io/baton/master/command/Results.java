package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.client.ClientException;
import io.baton.master.client.ClientException.Trouble;
import io.baton.master.client.Fields;
import io.baton.master.client.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the daemon to change something, prints the results, and makes an exit code of them. */
final class Results {

    /** Without {@code --timeout}. Longer than a start or a stop takes with the usual settings. */
    static final long LIMIT_MS = 180_000;

    private Results() {}

    /**
     * Asks and prints what came of it: what was done on standard output, what was not on standard error.
     *
     * @param json whether to print JSON instead
     */
    static int ask(Shell shell, Map<String, Object> request, long limitMs, boolean json) throws CommandException {
        return print(shell, results(shell, request, limitMs), json);
    }

    /** Asks. A daemon that needs longer than the limit goes on all the same. */
    static List<Result> results(Shell shell, Map<String, Object> request, long limitMs) throws CommandException {
        // A daemon that does not even answer this is not waited for.
        Asking.ask(shell, io.baton.master.client.ControlClient.request("ping"), Asking.LIMIT_MS);
        try (var client = Asking.connect(shell)) {
            Fields answer = client.ask(request, limitMs);
            List<Result> results = Result.of(answer);
            return results.isEmpty() ? List.of(new Result("", "", true, null, "nothing to do", null)) : results;
        } catch (ClientException e) {
            throw failure(e, limitMs);
        }
    }

    /** A daemon that is not done yet is no silent one. */
    static CommandException failure(ClientException e, long limitMs) {
        return e.trouble() == Trouble.SILENT
                ? new CommandException(
                        ExitCode.TIMED_OUT,
                        "not done in " + limitMs / 1000.0 + " s; the daemon goes on: " + Shell.program() + " list")
                : Asking.failure(e);
    }

    static int print(Shell shell, List<Result> results, boolean json) {
        if (json) {
            Json.print(shell, document(results));
        }
        for (Result result : results) {
            if (!json && result.ok()) {
                shell.say(result.line());
            } else if (!json) {
                shell.complain(result.line());
            }
        }
        return exitCode(results);
    }

    /** Of all targets: partly done if some are and some are not. */
    static int exitCode(List<Result> results) {
        int code = ExitCode.OK;
        boolean first = true;
        for (Result result : results) {
            int one = exitCode(result);
            if (!first && one != code) {
                boolean some = one == ExitCode.OK || code == ExitCode.OK || code == ExitCode.PARTLY_DONE;
                code = some ? ExitCode.PARTLY_DONE : ExitCode.FAILED;
            } else {
                code = one;
            }
            first = false;
        }
        return code;
    }

    private static int exitCode(Result result) {
        if (result.ok()) {
            return ExitCode.OK;
        }
        @Nullable String refusal = result.refusal();
        return switch (refusal == null ? "" : refusal) {
            case "NO_SUCH_APP", "NOT_RUNNING", "NOTHING_SAVED", "STOPPED" -> ExitCode.NOT_RUNNING;
            case "TIMED_OUT" -> ExitCode.TIMED_OUT;
            case "BAD_CONFIG" -> ExitCode.BAD_CONFIG;
            case "RELOAD_FAILED" -> ExitCode.PARTLY_DONE;
            case "NOT_PERMITTED" -> ExitCode.NOT_PERMITTED;
            default -> ExitCode.FAILED;
        };
    }

    private static Map<String, @Nullable Object> document(List<Result> results) {
        List<Object> list = new ArrayList<>();
        for (Result result : results) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("app", result.app());
            one.put("target", result.target());
            one.put("ok", result.ok());
            one.put("refusal", result.refusal());
            one.put("text", result.text());
            list.add(one);
        }
        Map<String, @Nullable Object> document = Json.document();
        document.put("results", list);
        return document;
    }
}
