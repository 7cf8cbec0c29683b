package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Slot;
import io.baton.master.client.Worker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code health}: for scripts and monitors. */
final class HealthCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of(
                        "[NAME...]",
                        "Tells whether every application that is not stopped has enough workers ready, as /health/ready does.")
                .count(0, Integer.MAX_VALUE)
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .example("health && echo fine")
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
        Daemon daemon = Asking.state(shell);
        Targets.requireApps(daemon, words.arguments());
        boolean well = true;
        List<Object> apps = new ArrayList<>();
        for (App app : daemon.apps()) {
            if (!words.arguments().isEmpty() && !words.arguments().contains(app.name())) {
                continue;
            }
            int ready = ready(app);
            int expected = Math.min(app.minReady(), app.slots().size());
            boolean fine = app.isStopped() || ready >= expected;
            well &= fine;
            if (!words.has("--json")) {
                shell.say(app.name() + ": "
                        + (app.isStopped()
                                ? "stopped"
                                : ready + " of " + app.slots().size() + " workers online"
                                        + (fine ? "" : " (expected: " + expected + " or more)")));
            }
            apps.add(json(app, ready, fine));
        }
        if (words.has("--json")) {
            Map<String, @Nullable Object> document = Json.document();
            document.put("healthy", well);
            document.put("applications", apps);
            Json.print(shell, document);
        }
        return well ? ExitCode.OK : ExitCode.FAILED;
    }

    private static int ready(App app) {
        int ready = 0;
        for (Slot slot : app.slots()) {
            @Nullable Worker worker = slot.worker();
            ready += worker != null && worker.state().equals("READY") ? 1 : 0;
        }
        return ready;
    }

    private static Map<String, @Nullable Object> json(App app, int ready, boolean fine) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", app.name());
        json.put("healthy", fine);
        json.put("stopped", app.isStopped());
        json.put("workers", app.slots().size());
        json.put("online", ready);
        json.put("min_ready", app.minReady());
        return json;
    }
}
