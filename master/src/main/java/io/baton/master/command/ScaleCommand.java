package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import io.baton.master.config.ConfigException;
import java.util.Map;

/** {@code scale}. */
final class ScaleCommand implements Command {

    private static final int DIGITS = 4;

    @Override
    public Usage usage() {
        Usage usage = Usage.of(
                        "NAME N|+N|-N", "Gives an application N workers, or N more, or N fewer, while it serves.")
                .count(2, 2);
        Waiting.options(usage);
        return usage.notes("Workers with the highest slots leave first, and finish their requests.\n")
                .example("scale api 4")
                .example("scale api +2")
                .codes(
                        ExitCode.OK,
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.NOT_RUNNING,
                        ExitCode.TIMED_OUT,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        String change = words.argument(1);
        if (!isChange(change)) {
            throw new ConfigException(change + " (expected: a number of workers, as 4, +1 or -2)");
        }
        Map<String, Object> request = ControlClient.request("scale");
        request.put("app", words.argument(0));
        request.put("change", change);
        int code = Results.print(shell, Waiting.results(shell, request, words), words.has("--json"));
        if (!words.has("--json")) {
            Waiting.showList(shell);
        }
        return code;
    }

    static boolean isChange(String text) {
        int first = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        if (text.length() == first || text.length() > first + DIGITS) {
            return false;
        }
        for (int i = first; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
