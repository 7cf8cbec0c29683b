package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ClientException;
import io.baton.master.client.ClientException.Trouble;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Fields;
import io.baton.master.client.Result;
import io.baton.master.jvm.ClientLibrary;
import io.baton.master.jvm.MasterCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code upgrade}. */
final class UpgradeCommand implements Command {

    /** The other program is tried for twenty seconds at most, twice if it records an archive. */
    private static final long LIMIT_MS = 90_000;

    private static final long NANOS_PER_MS = 1_000_000;

    @Override
    public Usage usage() {
        return Usage.of(
                        "[NEW.jar]",
                        "Has the daemon replace itself in place, by another master.jar or on another JVM, while its workers"
                                + " serve. Without NEW.jar the daemon becomes the jar of this command; in any case it runs on"
                                + " the JVM of this command.")
                .count(0, 1)
                .option("--timeout", "D", "Wait for so long at most, as 30s or 2m; default 90s. The daemon goes on.")
                .flag("--json", "JSON on standard output, with \"schema\":1.")
                .notes(
                        """
                        Process number, workers, sockets, connections and counters stay. The other
                        program is tried first; if it cannot take over, nothing changes.
                        """)
                .example("upgrade")
                .example("upgrade /opt/baton/master-2.jar")
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
        long limitMs = words.milliseconds("--timeout", LIMIT_MS);
        long endNanos = System.nanoTime() + limitMs * NANOS_PER_MS;
        Map<String, Object> request = ControlClient.request("upgrade");
        request.put("jar", jar(words));
        request.put("java", MasterCommand.ownJava().toString());
        Fields before = pong(shell, Asking.LIMIT_MS);
        try (ControlClient client = Asking.connect(shell)) {
            return Results.print(shell, Result.of(client.ask(request, limitMs)), words.has("--json"));
        } catch (ClientException e) {
            if (e.trouble() != Trouble.LOST) {
                throw Results.failure(e, limitMs);
            }
        }
        long leftMs = Math.max(1, (endNanos - System.nanoTime()) / NANOS_PER_MS);
        Fields after = pong(shell, leftMs);
        if (after.number("upgrades", 0) <= before.number("upgrades", 0)
                || after.number("pid", 0) != before.number("pid", -1)) {
            throw new CommandException(ExitCode.FAILED, "upgrade: the daemon has ended, and another one answers");
        }
        tell(shell, words, after);
        return ExitCode.OK;
    }

    private static void tell(Shell shell, Words words, Fields pong) {
        if (words.has("--json")) {
            Map<String, @Nullable Object> document = Json.document();
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("pid", pong.number("pid", 0));
            fields.put("from", pong.text("upgradedFrom"));
            fields.put("to", pong.text("version"));
            fields.put("ms", pong.number("upgradeMs", 0));
            document.put("upgrade", fields);
            Json.print(shell, document);
        } else {
            shell.say("upgraded from " + pong.text("upgradedFrom") + " to " + pong.text("version") + " in "
                    + pong.number("upgradeMs", 0) + " ms, pid " + pong.number("pid", 0) + " as before");
        }
    }

    private static String jar(Words words) throws CommandException {
        List<String> arguments = words.arguments();
        try {
            return arguments.isEmpty()
                    ? ClientLibrary.jar().toString()
                    : Path.of(arguments.get(0)).toAbsolutePath().normalize().toString();
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "upgrade: the jar of this command: " + e.getMessage());
        }
    }

    private static Fields pong(Shell shell, long limitMs) throws CommandException {
        @Nullable
        Fields pong = Asking.ask(shell, ControlClient.request("ping"), limitMs).object("pong");
        if (pong == null) {
            throw new CommandException(ExitCode.NO_DAEMON, "the daemon does not say pong");
        }
        return pong;
    }
}
