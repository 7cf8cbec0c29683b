package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ping}. */
final class PingCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("", "Tells whether a daemon answers.")
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .example("ping && echo there")
                .codes(ExitCode.OK, ExitCode.USAGE, ExitCode.NO_DAEMON, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        @Nullable
        Fields pong = Asking.ask(shell, ControlClient.request("ping"), Asking.LIMIT_MS)
                .object("pong");
        if (pong == null) {
            throw new CommandException(ExitCode.NO_DAEMON, "the daemon does not say pong");
        }
        if (words.has("--json")) {
            Map<String, @Nullable Object> document = Json.document();
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("pid", pong.number("pid", 0));
            fields.put("version", pong.text("version"));
            fields.put("home", pong.text("home"));
            fields.put("foreground", pong.isTrue("foreground"));
            document.put("pong", fields);
            Json.print(shell, document);
            return ExitCode.OK;
        }
        shell.say("pong: pid " + pong.number("pid", 0) + ", baton " + pong.text("version") + ", home "
                + pong.text("home") + (pong.isTrue("foreground") ? ", in the foreground" : ""));
        return ExitCode.OK;
    }
}
