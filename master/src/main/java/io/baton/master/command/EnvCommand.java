package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Daemon;
import io.baton.master.client.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code env}. */
final class EnvCommand implements Command {

    private static final String HIDDEN = "***";

    @Override
    public Usage usage() {
        return Usage.of("TARGET", "Shows the environment that an application was started with.")
                .count(1, 1)
                .flag("--values", "Show the values, too. They may be secrets.")
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .notes("Baton adds variables of its own for each worker, as BATON_INSTANCE.\n")
                .example("env api")
                .example("env api --values | grep DATABASE")
                .codes(ExitCode.OK, ExitCode.USAGE, ExitCode.NOT_RUNNING, ExitCode.NO_DAEMON, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Daemon daemon = Asking.state(shell);
        String app = Targets.app(daemon, words.argument(0)).name();
        Map<String, @Nullable Object> shown = new TreeMap<>();
        @Nullable Fields declaration = declaration(shell, app);
        if (declaration != null && declaration.value("environment") instanceof Map<?, ?> variables) {
            for (Map.Entry<?, ?> one : variables.entrySet()) {
                shown.put(String.valueOf(one.getKey()), words.has("--values") ? one.getValue() : HIDDEN);
            }
        }
        if (words.has("--json")) {
            Map<String, @Nullable Object> document = Json.document();
            document.put("app", app);
            document.put("environment", new LinkedHashMap<>(shown));
            Json.print(shell, document);
            return ExitCode.OK;
        }
        for (Map.Entry<String, @Nullable Object> one : shown.entrySet()) {
            shell.out().print(one.getKey() + "=" + one.getValue() + "\n");
        }
        shell.out().flush();
        return ExitCode.OK;
    }

    /** What an application was declared as; null if the daemon does not say. */
    static @Nullable Fields declaration(Shell shell, String app) throws CommandException {
        Map<String, Object> request = ControlClient.request("declarations");
        request.put("targets", List.of(app));
        for (Fields one : Asking.ask(shell, request, Asking.LIMIT_MS).objects("apps")) {
            if (one.text("name").equals(app)) {
                return one.object("declaration");
            }
        }
        return null;
    }
}
