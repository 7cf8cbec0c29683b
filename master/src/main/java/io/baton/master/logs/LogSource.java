package io.baton.master.logs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file into which workers print.
 *
 * @param app the application
 * @param slot the number of the slot that prints there; {@link #SHARED} if there may be several
 * @param error whether it is standard error
 */
public record LogSource(String app, int slot, boolean error, Path file) {

    /** Several slots print there. */
    public static final int SHARED = 0;

    private static final Pattern OF_SLOT = Pattern.compile("(.+)-(\\d{1,9})-(out|err)\\.log");
    private static final Pattern OF_ALL = Pattern.compile("(.+)-(out|err)\\.log");

    /** Those in a directory, also of applications that run no more, by name and number. */
    public static List<LogSource> in(Path directory) {
        List<LogSource> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.log")) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    add(found, file);
                }
            }
        } catch (IOException e) {
            // No directory, no files.
        }
        found.sort(Comparator.comparing(LogSource::app)
                .thenComparing(LogSource::slot)
                .thenComparing(LogSource::error));
        return found;
    }

    /** Whether a target of a command line means this file, or some lines in it. */
    public boolean isFor(String target) {
        return target.equals("all")
                || target.equals(app)
                || target.equals(app + ":" + slot)
                || (slot == SHARED && target.startsWith(app + ":"));
    }

    /** Removes its lines, and the files that it was renamed to. For files that no daemon writes. */
    public void empty() throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            open.truncate(0);
        }
        for (int i = 1; Files.deleteIfExists(file.resolveSibling(file.getFileName() + "." + i)); i++) {
            // Until there is no more.
        }
    }

    private static void add(List<LogSource> found, Path file) {
        String name = String.valueOf(file.getFileName());
        Matcher slot = OF_SLOT.matcher(name);
        Matcher all = OF_ALL.matcher(name);
        if (slot.matches()) {
            boolean error = slot.group(3).equals("err");
            found.add(new LogSource(slot.group(1), Integer.parseInt(slot.group(2)), error, file));
        } else if (all.matches()) {
            found.add(new LogSource(all.group(1), SHARED, all.group(2).equals("err"), file));
        }
    }
}
