package io.baton.master.output;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The earlier parts of one log, {@code FILE.1} (the newest), {@code FILE.2} and so on. Thread of the files only. */
final class RenamedFiles {

    private static final int MOST_DIGITS = 9;

    private RenamedFiles() {}

    /**
     * Renames the file to {@code FILE.1}, and {@code FILE.1} to {@code FILE.2}, up to the number that is kept. A descriptor of
     * the file goes on writing into it under its new name. Does nothing if there is no such file.
     *
     * @param kept how many; with 0 the file is deleted
     */
    static void add(Path file, int kept) throws IOException {
        for (Path old : of(file)) {
            if (number(file, old) >= Math.max(1, kept)) {
                Files.delete(old);
            }
        }
        for (int i = kept - 1; i >= 1; i--) {
            Path from = numbered(file, i);
            if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(from, numbered(file, i + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        if (kept == 0) {
            Files.deleteIfExists(file);
        } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(file, numbered(file, 1), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Those of this file that exist. */
    static List<Path> of(Path file) throws IOException {
        List<Path> found = new ArrayList<>();
        Path directory = file.getParent();
        if (directory != null) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path other : files) {
                    if (number(file, other) > 0) {
                        found.add(other);
                    }
                }
            }
        }
        return found;
    }

    private static Path numbered(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    /** The number of a renamed file, 0 if it is none of this file. */
    private static int number(Path file, Path other) {
        String start = file.getFileName() + ".";
        String name = String.valueOf(other.getFileName());
        if (!name.startsWith(start) || !LogNames.isRenamed(other) || name.length() - start.length() > MOST_DIGITS) {
            return 0;
        }
        return Integer.parseInt(name.substring(start.length()));
    }
}
