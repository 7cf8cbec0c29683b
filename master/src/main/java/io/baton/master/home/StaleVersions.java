package io.baton.master.home;

import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
 * Deletes old unpacked libraries. The versions that running masters use stay, and so do the newest few others. What a
 * killed master had not finished to unpack is deleted, because no process holds its lock.
 */
public final class StaleVersions {

    /** The prefix of a directory that is being unpacked or deleted. */
    public static final String UNPACKING = ".new-";

    /**
     * A directory younger than this may belong to a living process that has not locked it yet: it unpacks a library before
     * it can lock.
     */
    public static final Duration YOUNG = Duration.ofMinutes(1);

    /** In a directory with versions of an application: the file that has its path. */
    public static final String NAMES = "application";

    private static final Duration REMEMBERED = Duration.ofDays(30);

    private StaleVersions() {}

    /** Makes a version the newest one. The versions that were used last are kept. */
    public static void use(Path directory) {
        try {
            Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // The directory is read-only, so no process deletes anything in it.
        }
    }

    /**
     * Deletes all versions except the current one, the newest others, those that are being unpacked, and those that a
     * running master has locked. A version that cannot be deleted stays.
     *
     * @param current is never deleted, even if a clock that was set back makes others look newer
     * @param kept how many versions stay, the current one included
     */
    public static void remove(Path lib, Path current, int kept) {
        List<Path> others = newestFirst(lib);
        others.remove(current);
        others.stream().skip(kept - 1L).forEach(StaleVersions::deleteIfUnused);
        removeAbandoned(lib);
    }

    /** The complete versions, the one that was used last first; links are ignored. */
    public static List<Path> newestFirst(Path place) {
        List<Path> versions = versions(place);
        versions.sort(Comparator.comparing(StaleVersions::modified).reversed());
        return versions;
    }

    /** The complete versions; links are ignored. */
    public static List<Path> versions(Path place) {
        List<Path> complete = directories(place);
        complete.removeIf(StaleVersions::isBeingUnpacked);
        return complete;
    }

    /** Deletes what killed processes had not finished to unpack or to delete. */
    public static void removeAbandoned(Path place) {
        for (Path directory : directories(place)) {
            if (isBeingUnpacked(directory) && !mayBeUnlockedYet(directory)) {
                deleteIfUnlocked(directory);
            }
        }
    }

    /**
     * Deletes copies of applications in this directory. A copy stays if a living process has locked it or was started from
     * it. A deleted copy can be made again.
     */
    public static void removeUnused(Path place) {
        removeUnused(place, List.of());
    }

    /**
     * As {@link #removeUnused(Path)}.
     *
     * @param kept stay, although nothing may use them now
     */
    public static void removeUnused(Path place, List<Path> kept) {
        removeAbandoned(place);
        for (Path directory : versions(place)) {
            if (!kept.contains(directory) && !CommandLines.name(directory)) {
                deleteIfUnused(directory);
            }
        }
    }

    /**
     * Deletes unfinished files in one version. A killed process leaves them, and so does a process that was not the first
     * to finish. The name of such a file ends with a pid, and the finished file has the name without it.
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
            // They stay until the next time.
        }
    }

    /**
     * Locks, renames and then deletes the version. A master of that version that starts meanwhile finds all of it or
     * nothing, and unpacks it again.
     */
    public static void deleteIfUnused(Path directory) {
        try (Flock lock = Flock.exclusive(directory)) {
            if (lock != null && lock.isAtItsPath()) {
                Path leaving = directory.resolveSibling(UNPACKING + directory.getFileName());
                Files.move(directory, leaving, StandardCopyOption.ATOMIC_MOVE);
                DirectoryTree.delete(leaving);
            }
        } catch (IOException e) {
            // It stays until the next time.
        }
    }

    /** Deletes a directory of no use to other processes, unless it is locked. */
    public static void deleteIfUnlocked(Path directory) {
        try (Flock lock = Flock.exclusive(directory)) {
            if (lock != null) {
                DirectoryTree.delete(directory);
            }
        } catch (IOException e) {
            // It stays until the next time.
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

    /**
     * Whether a process that fills this directory may not have locked it yet: it is young, and contains nothing except what
     * locking needs.
     */
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

    /**
     * Deletes what was kept for applications that are not there any more, or that have not run for a month.
     *
     * @param place has a directory for each application, with its versions and a file that names the application
     */
    public static void removeForgotten(Path place) {
        for (Path application : directories(place)) {
            boolean old = newestFirst(application).stream()
                    .allMatch(version ->
                            modified(version).toInstant().plus(REMEMBERED).isBefore(Instant.now()));
            if (old || !isThere(application.resolve(NAMES))) {
                removeUnused(application);
                if (directories(application).isEmpty() && !isYoung(application)) {
                    DirectoryTree.delete(application);
                }
            }
        }
    }

    private static boolean isThere(Path names) {
        try {
            return Files.exists(Path.of(Files.readString(names)));
        } catch (IOException | InvalidPathException e) {
            return true;
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
