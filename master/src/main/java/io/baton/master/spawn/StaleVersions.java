package io.baton.master.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Old unpacked libraries: the newest few stay, because masters of the version before may still run from them. */
final class StaleVersions {

    private StaleVersions() {}

    /**
     * Removes all directories but the current one and the newest others; what cannot be removed stays.
     *
     * @param current never removed, even if a clock that was set back makes others look newer
     * @param kept how many stay, the current one included
     */
    static void remove(Path lib, Path current, int kept) throws IOException {
        List<Path> versions;
        try (Stream<Path> entries = Files.list(lib)) {
            versions = entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .filter(entry -> !entry.equals(current))
                    .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparing(StaleVersions::modified).reversed())
                    .toList();
        }
        versions.stream().skip(kept - 1L).forEach(StaleVersions::delete);
    }

    /** Deletes a directory of files, as far as that is possible. */
    static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // It is a cache: whatever stays costs disk space until the next time.
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
