package io.baton.master.jvm;

import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Old unpacked libraries: those that a master runs from stay, and the newest few besides. What a master was unpacking when it
 * was killed goes an hour later.
 */
final class StaleVersions {

    /** How the name of a directory begins that is being unpacked. */
    static final String UNPACKING = ".new-";

    private static final Duration LONGER_THAN_UNPACKING = Duration.ofHours(1);

    private StaleVersions() {}

    /** Has a version count as the newest from now on: those used last are the ones that stay. */
    static void use(Path directory) {
        try {
            Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // It can only be read; then nobody removes anything there.
        }
    }

    /**
     * Removes all directories but the current one, the newest others, those being unpacked, and those locked by a master
     * that runs; what cannot be removed stays.
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
        versions.stream().skip(kept - 1L).forEach(StaleVersions::deleteIfUnused);
        FileTime abandoned = FileTime.from(Instant.now().minus(LONGER_THAN_UNPACKING));
        directories.getOrDefault(true, List.of()).stream()
                .filter(unpacking -> modified(unpacking).compareTo(abandoned) < 0)
                .forEach(StaleVersions::delete);
    }

    /**
     * Locked, renamed and then deleted: a master of that version that starts meanwhile finds all of it or nothing, and
     * unpacks it again.
     */
    private static void deleteIfUnused(Path directory) {
        try (Flock lock = Flock.exclusive(directory)) {
            if (lock != null && lock.isAtItsPath()) {
                Path leaving = directory.resolveSibling(UNPACKING + directory.getFileName());
                Files.move(directory, leaving, StandardCopyOption.ATOMIC_MOVE);
                delete(leaving);
            }
        } catch (IOException e) {
            // It stays.
        }
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
