package io.baton.master.home;

import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Old unpacked libraries: those that a master runs from stay, and the newest few besides. What a master was unpacking when it
 * was killed goes: nobody holds its lock.
 */
public final class StaleVersions {

    /** How the name of a directory begins that is being unpacked, or deleted. */
    public static final String UNPACKING = ".new-";

    /** What is so young may be of a process that lives and has not come to lock it, for which it unpacks a library first. */
    public static final Duration YOUNG = Duration.ofMinutes(1);

    private StaleVersions() {}

    /** Has a version count as the newest from now on: those used last are the ones that stay. */
    public static void use(Path directory) {
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
    public static void remove(Path lib, Path current, int kept) {
        List<Path> others = versions(lib);
        others.remove(current);
        others.sort(Comparator.comparing(StaleVersions::modified).reversed());
        others.stream().skip(kept - 1L).forEach(StaleVersions::deleteIfUnused);
        removeAbandoned(lib);
    }

    /** The directories there that are complete; links are none. */
    public static List<Path> versions(Path place) {
        List<Path> complete = directories(place);
        complete.removeIf(StaleVersions::isBeingUnpacked);
        return complete;
    }

    /** Removes what processes that were killed had not finished to unpack, or to delete. */
    public static void removeAbandoned(Path place) {
        for (Path directory : directories(place)) {
            if (isBeingUnpacked(directory) && !mayBeUnlockedYet(directory)) {
                deleteIfUnlocked(directory);
            }
        }
    }

    /**
     * Removes whole directories too: all that no living process holds the lock of, or was started from, for what they are
     * copies of may be copied again.
     */
    public static void removeUnused(Path place) {
        removeAbandoned(place);
        for (Path directory : versions(place)) {
            if (!CommandLines.name(directory)) {
                deleteIfUnused(directory);
            }
        }
    }

    /**
     * Removes what processes left in one version when they were killed, or were not the first to have it: files that end with
     * the number of a process, beside one that has the name without it.
     */
    public static void removeUnfinished(Path version) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(version, "*.{jsa,aot,seal}.[0-9]*")) {
            for (Path file : files) {
                String name = file.toString();
                boolean superfluous = Files.exists(Path.of(name.substring(0, name.lastIndexOf('.'))));
                if (superfluous && !isYoung(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // They stay.
        }
    }

    /**
     * Locked, renamed and then deleted: a master of that version that starts meanwhile finds all of it or nothing, and
     * unpacks it again.
     */
    public static void deleteIfUnused(Path directory) {
        try (Flock lock = Flock.exclusive(directory)) {
            if (lock != null && lock.isAtItsPath()) {
                Path leaving = directory.resolveSibling(UNPACKING + directory.getFileName());
                Files.move(directory, leaving, StandardCopyOption.ATOMIC_MOVE);
                DirectoryTree.delete(leaving);
            }
        } catch (IOException e) {
            // It stays.
        }
    }

    /** Deletes a directory that no other process can have a use for, unless it is locked. */
    public static void deleteIfUnlocked(Path directory) {
        try (Flock lock = Flock.exclusive(directory)) {
            if (lock != null) {
                DirectoryTree.delete(directory);
            }
        } catch (IOException e) {
            // It stays.
        }
    }

    private static List<Path> directories(Path place) {
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    directories.add(entry);
                }
            }
            return directories;
        } catch (IOException e) {
            return directories;
        }
    }

    private static boolean isBeingUnpacked(Path directory) {
        return directory.getFileName().toString().startsWith(UNPACKING);
    }

    /** Whether what fills it may not have come to lock it: it is young, and has nothing but what locking needs. */
    public static boolean mayBeUnlockedYet(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.allMatch(entry -> entry.endsWith(Unpacking.FIRST)) && isYoung(directory);
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isYoung(Path path) {
        return modified(path).toInstant().plus(YOUNG).isAfter(Instant.now());
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
