package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.Shell;
import io.baton.master.client.ClientException;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Daemon;
import io.baton.master.client.Fields;
import io.baton.master.client.Happening;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints the events of the daemon on standard error while a person waits for a verb. It has a connection and a thread of its
 * own. If it fails, the verb goes on.
 */
final class Progress {

    private final Shell shell;
    private final @Nullable ControlClient client;

    private volatile boolean over;

    private Progress(Shell shell, @Nullable ControlClient client) {
        this.shell = shell;
        this.client = client;
    }

    /** Begins to print, if standard output is a terminal. */
    static Progress of(Shell shell) {
        if (!shell.terminal().interactive()) {
            return new Progress(shell, null);
        }
        try {
            Daemon daemon = Asking.state(shell);
            ControlClient client = Asking.connect(shell);
            Map<String, Object> request = ControlClient.request("events");
            request.put("since", daemon.lastSeq() + 1);
            client.send(request);
            Progress progress = new Progress(shell, client);
            Thread thread = new Thread(() -> progress.print(client), "baton-progress");
            thread.setDaemon(true);
            thread.start();
            return progress;
        } catch (CommandException | ClientException e) {
            // The verb itself tells what is wrong with the daemon.
            return new Progress(shell, null);
        }
    }

    /** Prints no more. */
    void end() {
        over = true;
        if (client != null) {
            client.close();
        }
    }

    private void print(ControlClient events) {
        try {
            for (Fields answer = events.nextOrEnd(); answer != null && !over; answer = events.nextOrEnd()) {
                Happening event = Happening.of(answer);
                if (!event.level().equals("DEBUG") && !over) {
                    shell.err().print(EventsCommand.line(event, shell.terminal()) + "\n");
                    shell.err().flush();
                }
            }
        } catch (ClientException e) {
            // The connection was closed, or lost with the daemon.
        }
    }
}
