package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Version;
import io.baton.master.cli.Words;
import io.baton.master.client.Daemon;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code version}: this jar's, the JVM's and, if one runs, the daemon's. */
final class VersionCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("", "Prints the versions of Baton, of the JVM, and of the daemon if one runs.")
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .example("version")
                .codes(ExitCode.OK, ExitCode.USAGE);
    }

    @Override
    public int run(Words words, Shell shell) {
        @Nullable Daemon daemon = daemon(shell);
        if (words.has("--json")) {
            Map<String, @Nullable Object> document = Json.document();
            document.put("version", Version.own());
            document.put("jvm", Runtime.version().toString());
            document.put("daemon", daemon == null ? null : daemon.version());
            Json.print(shell, document);
            return ExitCode.OK;
        }
        for (String line : new Version().getVersion()) {
            shell.say(line);
        }
        if (daemon != null) {
            shell.say((daemon.foreground() ? "master in the foreground: baton " : "daemon: baton ") + daemon.version()
                    + ", pid " + daemon.pid());
        }
        return ExitCode.OK;
    }

    private static @Nullable Daemon daemon(Shell shell) {
        try {
            return Asking.state(shell);
        } catch (CommandException e) {
            return null;
        }
    }
}
