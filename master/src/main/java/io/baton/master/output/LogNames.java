package io.baton.master.output;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.LogKeeping;
import io.baton.master.config.SlotText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of the files into which the workers of one application print. Immutable. */
public final class LogNames {

    private static final String RENAMED = "(\\.\\d+)?";
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*(slot|index[^}]*)}}");

    /** With a placeholder for the slot, if each slot has its own file; null: not into a file. */
    private final @Nullable Path out;

    private final @Nullable Path error;

    private final String app;

    private LogNames(String app, @Nullable Path out, @Nullable Path error) {
        this.app = app;
        this.out = out;
        this.error = error;
    }

    /**
     * The files of an application.
     *
     * @param directory of the files that the operator did not name; null where the workers then print on the master's own
     *     output
     */
    public static LogNames of(GroupConfig config, @Nullable Path directory) {
        LogKeeping logs = config.logs();
        LogNames usual = directory == null ? new LogNames("", null, null) : in(directory, config.name(), logs.merged());
        return new LogNames(
                config.name(),
                logs.out() != null ? logs.out() : usual.out,
                logs.error() != null ? logs.error() : usual.error);
    }

    /**
     * The files of an application in the home.
     *
     * @param merged whether its workers share them
     */
    public static LogNames in(Path directory, String app, boolean merged) {
        String name = merged ? app : app + "-" + LogKeeping.SLOT;
        return new LogNames(app, directory.resolve(name + "-out.log"), directory.resolve(name + "-err.log"));
    }

    /** Only the files of this slot; those that it shares with others, too. */
    public LogNames ofSlot(int slot) {
        return new LogNames(app, file(slot, Printed.OUT), file(slot, Printed.ERR));
    }

    /** The file for what the worker in this slot prints; null if it prints on the master's own output. */
    public @Nullable Path file(int slot, Printed which) {
        Path named = named(which);
        if (named == null || slot < 1) {
            // No slot: a process that works for the master, and no application's worker.
            return null;
        }
        String numbered = named.toString().replace(LogKeeping.SLOT, Integer.toString(slot));
        return Path.of(SlotText.fill(numbered, slot - 1, app));
    }

    /** Whether several slots print into one file. */
    boolean areShared(Printed which) {
        Path named = named(which);
        return named != null && file(1, which) != null && named.equals(file(1, which));
    }

    /** The files that exist, those in use and those that were renamed. */
    public List<Path> existing() {
        Set<Path> found = new LinkedHashSet<>();
        for (Printed which : Printed.values()) {
            Path named = named(which);
            if (named != null) {
                found.addAll(existing(named));
            }
        }
        return List.copyOf(found);
    }

    /** Whether a file was renamed because it was full. */
    static boolean isRenamed(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 && dot < name.length() - 1 && name.chars().skip(dot + 1).allMatch(c -> c >= '0' && c <= '9');
    }

    private @Nullable Path named(Printed which) {
        return which == Printed.OUT ? out : error;
    }

    private List<Path> existing(Path named) {
        List<Path> found = new ArrayList<>();
        Path directory = named.getParent();
        if (directory == null) {
            return found;
        }
        Pattern name = pattern(SlotText.fill(String.valueOf(named.getFileName()), app));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (name.matcher(String.valueOf(file.getFileName())).matches()
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(file);
                }
            }
        } catch (IOException e) {
            // A directory that cannot be read has no files that could be.
        }
        return found;
    }

    private static Pattern pattern(String named) {
        return Pattern.compile(PLACE.matcher(Pattern.quote(named)).replaceAll("\\\\E\\\\d+\\\\Q") + RENAMED);
    }
}
