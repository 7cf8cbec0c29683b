package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ClientException;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Daemon;
import io.baton.master.client.Fields;
import io.baton.master.client.Happening;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Units;
import io.baton.master.table.Colour;
import io.baton.master.table.Moment;
import io.baton.master.table.Terminal;
import io.baton.protocol.message.SnakeCase;
import io.baton.protocol.message.ValueCodec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code events}. */
final class EventsCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of(
                        "[NAME...]",
                        "Prints what has happened and what happens, until Ctrl-C or the end of the daemon.")
                .count(0, Integer.MAX_VALUE)
                .option(
                        "--since",
                        "N|D",
                        "From event N on, or those of the last D, as 10m. Default: all that are kept.")
                .flag("--nostream", "Print what has happened, and end.")
                .flag("--json", "One JSON object a line, with \"schema\":1.")
                .notes("The daemon keeps the last thousand.\n")
                .example("events api")
                .example("events --json --since 5m | jq -r 'select(.level != \"INFO\").text'")
                .codes(
                        ExitCode.OK,
                        ExitCode.USAGE,
                        ExitCode.NOT_RUNNING,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED,
                        ExitCode.INTERRUPTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        @Nullable String since = words.value("--since");
        long first = number(since);
        long youngestMs = 0;
        if (since != null && first < 0) {
            youngestMs = span(since);
        }
        Daemon daemon = Asking.state(shell);
        Targets.requireApps(daemon, words.arguments());
        Map<String, Object> request = ControlClient.request("events");
        if (first > 0) {
            request.put("since", first);
        }
        try (ControlClient client = Asking.connect(shell)) {
            client.send(request);
            if (words.has("--nostream")) {
                client.sendNoMore();
            }
            long fromMs = youngestMs == 0 ? 0 : daemon.ageMs() - youngestMs;
            print(client, words, shell, fromMs);
            return ExitCode.OK;
        } catch (ClientException e) {
            throw Asking.failure(e);
        }
    }

    private static void print(ControlClient client, Words words, Shell shell, long fromMs) throws ClientException {
        List<String> apps = words.arguments();
        for (Fields answer = client.nextOrEnd(); answer != null; answer = client.nextOrEnd()) {
            Happening event = Happening.of(answer);
            if (event.ms() < fromMs || (!apps.isEmpty() && !apps.contains(event.app()))) {
                continue;
            }
            shell.say(words.has("--json") ? json(event) : line(event, shell.terminal()));
            if (shell.out().checkError()) {
                // Its reader is gone, as head(1) is after ten lines.
                return;
            }
        }
    }

    /** One event for people. */
    static String line(Happening event, Terminal terminal) {
        boolean plain = event.level().equals("INFO") || event.level().equals("DEBUG");
        Colour colour = plain ? Colour.NONE : event.level().equals("ERROR") ? Colour.RED : Colour.YELLOW;
        // Where there are several applications, the text itself begins with the name.
        boolean named = event.app().isEmpty() || event.text().startsWith(event.app() + " ");
        String app = named ? "" : terminal.in(Colour.CYAN, event.app()) + " ";
        String level = plain ? "" : event.level().equals("WARNING") ? "WARN  " : event.level() + "  ";
        return Moment.local(event.atMs()) + "  " + app + terminal.in(colour, level + event.text());
    }

    private static String json(Happening event) {
        Map<String, @Nullable Object> json = Json.document();
        json.put("seq", event.seq());
        json.put("at", Moment.utc(event.atMs()));
        json.put("ms", event.ms());
        json.put("type", event.type());
        json.put("app", event.app());
        json.put("level", event.level());
        json.put("text", event.text());
        json.put(
                "event",
                event.event() == null ? null : SnakeCase.of(event.event().map()));
        return ValueCodec.encode(json);
    }

    /** The number of an event; -1 if it is none. */
    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static long span(String text) {
        try {
            return Units.milliseconds(text);
        } catch (ConfigException e) {
            throw new ConfigException("--since: " + text + " (expected: the number of an event, or a duration as 10m)");
        }
    }
}
