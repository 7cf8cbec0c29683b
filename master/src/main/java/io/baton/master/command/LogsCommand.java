package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Nearest;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Slot;
import io.baton.master.logs.LogLines;
import io.baton.master.logs.LogSource;
import io.baton.master.logs.Tail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code logs}: the files are read here, so that those of a daemon that is no more can be read too. */
final class LogsCommand implements Command {

    private static final int LINES = 15;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LOOKS_FOR_FILES = 5;
    private static final int OF_SHARED = 20;
    private static final int MANY = 10_000;

    private final Map<LogSource, Tail> tails = new LinkedHashMap<>();

    @Override
    public Usage usage() {
        return Usage.of(
                        "[TARGET...]",
                        "Shows the last lines that workers printed, and then each line as it comes, behind the slot that"
                                + " printed it.")
                .count(0, Integer.MAX_VALUE)
                .option("--lines", "N", "How many last lines of each file. Default: 15.")
                .flag("--out", "Only standard output.")
                .flag("--err", "Only standard error.")
                .flag("--nostream", "Print the last lines, and end.")
                .flag("--raw", "Only what was printed.")
                .flag("--json", "One JSON object a line, with \"schema\":1.")
                .notes("A target is a name, an id, NAME:SLOT or all. Without a daemon: files it left.\n")
                .example("logs api --lines 100 --nostream")
                .example("logs api:2 --err")
                .codes(
                        ExitCode.OK,
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.NOT_RUNNING,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED,
                        ExitCode.INTERRUPTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        int lines = (int) Math.min(words.number("--lines", LINES), Integer.MAX_VALUE - 1L);
        Set<LogSource> found = new LinkedHashSet<>();
        List<String> targets = named(shell, words.arguments(), found);
        LogLines.Style style = words.has("--json")
                ? LogLines.Style.JSON
                : words.has("--raw") ? LogLines.Style.RAW : LogLines.Style.PREFIXED;
        LogLines show = new LogLines(style, shell.terminal(), targets);
        boolean follow = !words.has("--nostream");
        try {
            follow(found, words);
            for (Map.Entry<LogSource, Tail> one : tails.entrySet()) {
                print(shell, last(show, one.getKey(), one.getValue(), lines));
                if (!follow) {
                    print(shell, show.show(one.getKey(), one.getValue().unfinished()));
                }
            }
            for (int look = 1; follow && !shell.out().checkError(); look++) {
                LockSupport.parkNanos(LOOK_NANOS);
                if (look % LOOKS_FOR_FILES == 0) {
                    follow(wanted(directory(shell), targets), words);
                }
                for (Map.Entry<LogSource, Tail> one : tails.entrySet()) {
                    print(shell, show.show(one.getKey(), one.getValue().next()));
                }
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** Of a file that several slots share, more is read, because only some lines are of the slots that are asked for. */
    private static List<String> last(LogLines show, LogSource source, Tail tail, int lines) throws IOException {
        int count = source.slot() == LogSource.SHARED && lines < MANY ? lines * OF_SHARED : lines;
        List<String> shown = show.show(source, tail.last(count));
        return shown.subList(Math.max(0, shown.size() - lines), shown.size());
    }

    /**
     * Finds the files of the targets.
     *
     * @return the targets as names and {@code NAME:SLOT}
     */
    private static List<String> named(Shell shell, List<String> given, Set<LogSource> found) throws CommandException {
        List<LogSource> inHome = LogSource.in(directory(shell));
        @Nullable Daemon daemon = null;
        try {
            daemon = Asking.state(shell);
        } catch (CommandException e) {
            if (e.exitCode() != ExitCode.NO_DAEMON || inHome.isEmpty()) {
                throw e;
            }
        }
        List<String> targets = new ArrayList<>();
        for (String target : given) {
            targets.add(daemon == null ? target : known(daemon, target, inHome));
        }
        if (daemon != null) {
            for (App app : daemon.apps()) {
                addAll(found, app, app.slots());
                addAll(found, app, app.spares());
            }
            found.removeIf(source -> !isWanted(source, targets));
        }
        // Only those files that no worker has any more are missing then.
        for (LogSource source : wanted(directory(shell), targets)) {
            if (found.stream().noneMatch(other -> other.file().equals(source.file()))) {
                found.add(source);
            }
        }
        requireEach(targets, found, inHome, daemon);
        return targets;
    }

    /** Without a daemon an id means nothing, and a name means files. */
    private static void requireEach(
            List<String> targets, Set<LogSource> found, List<LogSource> inHome, @Nullable Daemon daemon)
            throws CommandException {
        for (String target : targets) {
            if (daemon == null && found.stream().noneMatch(source -> source.isFor(target))) {
                List<String> names =
                        inHome.stream().map(LogSource::app).distinct().toList();
                throw new CommandException(
                        ExitCode.NOT_RUNNING,
                        target + ": no daemon, and no log files of that name (there are: " + String.join(", ", names)
                                + ")" + Nearest.hint(target, names));
            }
        }
    }

    /** The target with the application's name instead of an id. An application that was deleted may have left files. */
    private static String known(Daemon daemon, String target, List<LogSource> inHome) throws CommandException {
        if (target.equals("all")) {
            return target;
        }
        try {
            App app = Targets.app(daemon, target);
            for (Slot slot : app.slots()) {
                if (Targets.isSlot(target, app, slot)) {
                    return app.name() + ":" + slot.number();
                }
            }
            return app.name().equals(target) ? target : app.name();
        } catch (CommandException e) {
            if (inHome.stream().anyMatch(source -> source.isFor(target))) {
                return target;
            }
            throw e;
        }
    }

    private static void addAll(Set<LogSource> found, App app, List<Slot> slots) {
        for (Slot slot : slots) {
            add(found, app, slot.number(), false, slot.outLog());
            add(found, app, slot.number(), true, slot.errLog());
        }
    }

    /** A file that two slots or both outputs share is read once. */
    private static void add(Set<LogSource> found, App app, int slot, boolean error, @Nullable String file) {
        if (file == null) {
            return;
        }
        Path path = Path.of(file);
        for (LogSource other : found) {
            if (other.file().equals(path)) {
                found.remove(other);
                found.add(new LogSource(app.name(), LogSource.SHARED, other.error() && error, path));
                return;
            }
        }
        found.add(new LogSource(app.name(), slot, error, path));
    }

    private static Set<LogSource> wanted(Path directory, List<String> targets) {
        Set<LogSource> wanted = new LinkedHashSet<>();
        for (LogSource source : LogSource.in(directory)) {
            if (isWanted(source, targets)) {
                wanted.add(source);
            }
        }
        return wanted;
    }

    private static boolean isWanted(LogSource source, List<String> targets) {
        return targets.isEmpty() || targets.stream().anyMatch(source::isFor);
    }

    /** Follows these too, from their beginnings on if the last lines of the others were shown. */
    private void follow(Set<LogSource> sources, Words words) {
        for (LogSource source : sources) {
            boolean asked = source.error()
                    ? !words.has("--out") || words.has("--err")
                    : !words.has("--err") || words.has("--out");
            boolean known =
                    tails.keySet().stream().anyMatch(other -> other.file().equals(source.file()));
            if (asked && !known) {
                tails.put(source, new Tail(source.file()));
            }
        }
    }

    private static void print(Shell shell, List<String> lines) {
        for (String line : lines) {
            shell.out().print(line + "\n");
        }
        if (!lines.isEmpty()) {
            shell.out().flush();
        }
    }

    private static Path directory(Shell shell) {
        return shell.home().resolve("logs");
    }
}
