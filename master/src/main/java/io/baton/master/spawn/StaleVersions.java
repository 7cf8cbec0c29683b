package io.baton.master.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Old unpacked libraries: the newest few stay, because masters of the version before may still run from them. What a master
 * was unpacking when it was killed goes an hour later.
 */
final class StaleVersions {

    /** How the name of a directory begins that is being unpacked. */
    static final String UNPACKING = ".new-";

    private static final Duration LONGER_THAN_UNPACKING = Duration.ofHours(1);

    private StaleVersions() {}

    /**
     * Removes all directories but the current one, the newest others, and those being unpacked; what cannot be removed
     * stays.
     *
     * @param current never removed, even if a clock that was set back makes others look newer
     * @param kept how many stay, the current one included
     */
    static void remove(Path lib, Path current, int kept) throws IOException {
        Map<Boolean, List<Path>> directories;
        try (Stream<Path> entries = Files.list(lib)) {
            directories = entries.filter(entry -> !entry.equals(current))
                    .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparing(StaleVersions::modified).reversed())
                    .collect(Collectors.partitioningBy(StaleVersions::isBeingUnpacked));
        }
        List<Path> versions = directories.getOrDefault(false, List.of());
        versions.stream().skip(kept - 1L).forEach(StaleVersions::delete);
        FileTime abandoned = FileTime.from(Instant.now().minus(LONGER_THAN_UNPACKING));
        directories.getOrDefault(true, List.of()).stream()
                .filter(unpacking -> modified(unpacking).compareTo(abandoned) < 0)
                .forEach(StaleVersions::delete);
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

    private static boolean isBeingUnpacked(Path directory) {
        return directory.getFileName().toString().startsWith(UNPACKING);
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
