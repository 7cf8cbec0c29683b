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
 * A private copy of an application's jars, in a directory named after their identities. All masters find a copy of the same
 * content under the same path. A master holds a shared lock on the directory as long as one of its workers may use it.
 */
final class JarCopy {

    /** Tries: another master may delete the copy between two steps of this one, but not again and again. */
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
     * Finds the copy in a directory of copies, or makes it.
     *
     * @throws ApplicationFiles.NotWholeException if the jars have changed meanwhile
     * @throws IOException if the copy cannot be made
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
                    // The file system has no locks.
                    return new JarCopy(files, directory, null);
                }
            }
        }
        throw new IOException(directory + " is deleted again and again");
    }

    /** Whether the application's jars have not changed since. */
    boolean isUpToDate() {
        return files.areUnchanged();
    }

    Path directory() {
        return directory;
    }

    /** The class path: the copies, and between them the entries that were not files. */
    List<Path> classPath() {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < files.entries().size(); i++) {
            ApplicationFiles.Entry entry = files.entries().get(i);
            paths.add(entry.identity() == null ? entry.path() : place(directory, i, entry.path()));
        }
        return paths;
    }

    /** Releases the lock. */
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

    /** Puts each copy into a directory of its own: two jars may have the same name. */
    private static Path place(Path directory, int number, Path file) {
        // A colon would end an entry of a class path.
        String name = String.valueOf(file.getFileName()).replace(':', '_');
        return directory.resolve(String.valueOf(number)).resolve(name);
    }

    /** Copies in the kernel. Nothing is copied if the file system and the JDK can share blocks. */
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
        // A class-data archive that the operator made of these classes fits no jar with another time.
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
    }
}
