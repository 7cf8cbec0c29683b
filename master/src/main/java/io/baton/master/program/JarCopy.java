package io.baton.master.program;

import io.baton.master.home.Unpacking;
import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private copy of an application's jars, in a directory that is named after their identities: those of one content have one
 * path, whichever master copied them. A master shares a lock on the directory as long as one of its workers may use it.
 */
final class JarCopy {

    /** Another master may delete it between two steps of this one, but not again and again. */
    private static final int ATTEMPTS = 5;

    private final ApplicationFiles files;
    private final Path directory;
    private final @Nullable Flock lock;

    private JarCopy(ApplicationFiles files, Path directory, @Nullable Flock lock) {
        this.files = files;
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Finds the copy in this directory of copies, or makes it.
     *
     * @throws ApplicationFiles.NotWholeException if the jars changed meanwhile
     * @throws IOException if it cannot be made
     */
    static JarCopy of(ApplicationFiles files, Path place) throws IOException {
        Path directory = place.resolve(files.key());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                make(files, directory);
            }
            try {
                Flock lock = Flock.shared(directory);
                if (lock != null && lock.isAtItsPath()) {
                    return new JarCopy(files, directory, lock);
                }
                if (lock != null) {
                    lock.close();
                }
            } catch (IOException e) {
                if (Files.isDirectory(directory)) {
                    // A file system without locks.
                    return new JarCopy(files, directory, null);
                }
            }
        }
        throw new IOException(directory + " is deleted again and again");
    }

    /** Whether the jars are still what they were. */
    boolean isUpToDate() {
        return files.areUnchanged();
    }

    Path directory() {
        return directory;
    }

    /** The copies, and in their place among them what was no file. */
    List<Path> classPath() {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < files.entries().size(); i++) {
            ApplicationFiles.Entry entry = files.entries().get(i);
            paths.add(entry.identity() == null ? entry.path() : place(directory, i, entry.path()));
        }
        return paths;
    }

    /** Gives up the lock. */
    void release() {
        if (lock != null) {
            lock.close();
        }
    }

    private static void make(ApplicationFiles files, Path directory) throws IOException {
        try (Unpacking unpacking = Unpacking.beside(directory)) {
            unpacking.lock();
            for (int i = 0; i < files.entries().size(); i++) {
                ApplicationFiles.Entry entry = files.entries().get(i);
                if (entry.identity() != null) {
                    copy(entry.path(), place(unpacking.directory(), i, entry.path()));
                }
            }
            if (!files.areUnchanged()) {
                throw new ApplicationFiles.NotWholeException(
                        files.entries().get(0).path() + " is being written");
            }
            unpacking.moveTo(directory);
        }
    }

    /** Each in a directory of its own, for two may have one name. */
    private static Path place(Path directory, int number, Path file) {
        // A colon would end an entry of a class path.
        String name = String.valueOf(file.getFileName()).replace(':', '_');
        return directory.resolve(String.valueOf(number)).resolve(name);
    }

    /** In the kernel, and without a copy at all where the file system and the JDK know how to share blocks. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            long size = in.size();
            long done = 0;
            while (done < size) {
                long moved = in.transferTo(done, size - done, out);
                if (moved <= 0) {
                    throw new ApplicationFiles.NotWholeException(from + " is being written");
                }
                done += moved;
            }
        }
        // An archive of the operator's that a JVM makes of these classes fits no other time.
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
    }
}
