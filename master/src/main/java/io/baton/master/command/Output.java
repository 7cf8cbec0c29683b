package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.Shell;
import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Result;
import io.baton.master.client.Slot;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the workers of an application that did not start have printed. */
final class Output {

    private static final int LINES = 20;

    private Output() {}

    /** Shows the last lines of each application that failed, if its output is in a file. */
    static void showLast(Shell shell, List<Result> results) throws CommandException {
        for (Result result : results) {
            if (!result.ok() && !result.app().isEmpty()) {
                for (String line : lines(Asking.state(shell), result.app())) {
                    shell.err().print(result.app() + " | " + line + "\n");
                }
                shell.err().flush();
            }
        }
    }

    /** Of the first worker that has printed anything: its errors, else its output. */
    private static List<String> lines(Daemon daemon, String name) {
        for (App app : daemon.apps()) {
            for (Slot slot : app.name().equals(name) ? app.slots() : List.<Slot>of()) {
                List<String> lines = lines(slot.errLog());
                lines = lines.isEmpty() ? lines(slot.outLog()) : lines;
                if (!lines.isEmpty()) {
                    return lines;
                }
            }
        }
        return List.of();
    }

    private static List<String> lines(@Nullable String file) {
        return file == null ? List.of() : LastLines.of(Path.of(file), 0, LINES);
    }
}
