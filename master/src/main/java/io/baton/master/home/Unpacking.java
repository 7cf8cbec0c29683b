package io.baton.master.home;

import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A private directory that is being filled. Renaming it makes it visible to other processes, complete. It is locked
 * meanwhile, so that another process can see that the one that fills it was killed: the lock is gone then. {@link #close}
 * deletes the directory unless it was moved or kept.
 */
public final class Unpacking implements AutoCloseable {

    /** The file to unpack first: the library with which the directory is locked. */
    public static final String FIRST = "libjffi-1.2.so";

    private final Path directory;

    private @Nullable Flock lock;
    private boolean kept;

    /** Fills this empty directory. */
    public Unpacking(Path directory) {
        this.directory = directory;
    }

    /** Fills a new directory beside the one that it will become. */
    public static Unpacking beside(Path target) throws IOException {
        return new Unpacking(Files.createTempDirectory(target.getParent(), StaleVersions.UNPACKING, Home.PRIVATE));
    }

    /** The directory to fill. */
    public Path directory() {
        return directory;
    }

    /**
     * Locks the directory, with jffi. The lock is shared, because other processes share it under the final name. A file
     * system without locks is no problem: no process can lock the directory there to delete it.
     */
    public void lock() {
        try {
            lock = Flock.shared(directory);
        } catch (IOException e) {
            lock = null;
        }
    }

    /** Moves the directory to its final name, unless another process was faster. */
    public void moveTo(Path target) throws IOException {
        try {
            Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    /** Leaves the directory where it is. Returns the lock, which the caller owns from here on. */
    public @Nullable Flock keep() {
        kept = true;
        return lock;
    }

    @Override
    public void close() {
        if (!kept) {
            DirectoryTree.delete(directory);
            if (lock != null) {
                lock.close();
            }
        }
    }
}
