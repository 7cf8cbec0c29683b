package io.baton.master.program;

import io.baton.master.home.Unpacking;
import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A private copy of an application's files, in a directory named after their identities. All masters find a copy of the same
 * content under the same path. A master holds a shared lock on the directory as long as one of its workers may use it.
 *
 * @param <T> what is copied
 */
final class Copy<T extends Original> {

    /** Tries: another master may delete the copy between two steps of this one, but not again and again. */
    private static final int ATTEMPTS = 5;

    private final T files;
    private final Path directory;
    private final @Nullable Flock lock;

    private Copy(T files, Path directory, @Nullable Flock lock) {
        this.files = files;
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Finds the copy in a directory of copies, or makes it.
     *
     * @throws NotWholeException if the files have changed meanwhile
     * @throws IOException if the copy cannot be made
     */
    static <T extends Original> Copy<T> of(T files, Path place) throws IOException {
        Path directory = place.resolve(files.key());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                make(files, directory);
            }
            try {
                Flock lock = Flock.shared(directory);
                if (lock != null && lock.isAtItsPath()) {
                    return new Copy<>(files, directory, lock);
                }
                if (lock != null) {
                    lock.close();
                }
            } catch (IOException e) {
                if (Files.isDirectory(directory)) {
                    // The file system has no locks.
                    return new Copy<>(files, directory, null);
                }
            }
        }
        throw new IOException(directory + " is deleted again and again");
    }

    /** Whether the application's files have not changed since. */
    boolean isUpToDate() {
        return files.isUnchanged();
    }

    Path directory() {
        return directory;
    }

    /** What a worker that is started from this copy is started from. */
    Copies.Source<T> source() {
        return new Copies.Source<>(files, directory);
    }

    /** Releases the lock. */
    void release() {
        if (lock != null) {
            lock.close();
        }
    }

    private static void make(Original files, Path directory) throws IOException {
        try (Unpacking unpacking = Unpacking.beside(directory)) {
            unpacking.lock();
            files.copyTo(unpacking.directory());
            if (!files.isUnchanged()) {
                throw new NotWholeException(files.application() + " is being written");
            }
            unpacking.moveTo(directory);
        }
    }
}
