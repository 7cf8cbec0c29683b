package io.baton.master.home;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a home, {@code run/lock}, which the first of its masters holds for life. That master owns the other files in
 * {@code run}. The kernel drops the lock with the process, so the files of a killed master go to the next one.
 */
public final class HomeLock implements AutoCloseable {

    private final Path directory;
    private final Flock lock;

    private HomeLock(Path directory, Flock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Takes the lock; null if another master has it.
     *
     * @param home which {@link Home#require} trusts
     * @throws IOException if the directory cannot be made, or others can write in it
     */
    public static @Nullable HomeLock take(Path home) throws IOException {
        Path directory = home.resolve("run");
        Home.require(directory);
        Path file = directory.resolve("lock");
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            createFile(file);
        }
        Flock lock = Flock.exclusive(file);
        return lock == null ? null : new HomeLock(directory, lock);
    }

    /**
     * Goes on with the lock of the program before in this process (execve(2)). It was never released meanwhile.
     *
     * @param descriptor owned by the lock from here on
     */
    public static HomeLock inherited(Path home, Fd descriptor) {
        Path directory = home.resolve("run");
        return new HomeLock(directory, Flock.inherited(directory.resolve("lock"), descriptor));
    }

    /** The number of the descriptor that holds the lock. */
    public int descriptor() {
        return lock.descriptor();
    }

    /** The directory {@code run} of the home. */
    public Path directory() {
        return directory;
    }

    /** Gives the lock back. The file stays: another process may be about to lock it. */
    @Override
    public void close() {
        lock.close();
    }

    private static void createFile(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Another master starts at the same time.
        }
    }
}
