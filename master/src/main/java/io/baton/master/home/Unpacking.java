package io.baton.master.home;

import io.baton.protocol.posix.Flock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A private directory that is being filled. Another one gets to see it all or not at all, by a rename. It is locked meanwhile:
 * what a killed process leaves is known by its lock, which is gone. Closing deletes it, unless it was moved or kept.
 */
public final class Unpacking implements AutoCloseable {

    /** What loads the library that locks are made with; it has to be there before the lock. */
    public static final String FIRST = "libjffi-1.2.so";

    private final Path directory;

    private @Nullable Flock lock;
    private boolean kept;

    /** In this directory, which is empty. */
    public Unpacking(Path directory) {
        this.directory = directory;
    }

    /** In a new directory beside the one that it becomes. */
    public static Unpacking beside(Path target) throws IOException {
        return new Unpacking(Files.createTempDirectory(target.getParent(), StaleVersions.UNPACKING, Home.PRIVATE));
    }

    /** To be filled. */
    public Path directory() {
        return directory;
    }

    /**
     * Locks it, for which jffi is needed. Shared, for others share it under its new name; not at all on a file system without
     * locks, where nobody can lock it to delete it either.
     */
    public void lock() {
        try {
            lock = Flock.shared(directory);
        } catch (IOException e) {
            lock = null;
        }
    }

    /** It gets its name, unless another process was faster with the same. */
    public void moveTo(Path target) throws IOException {
        try {
            Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    /** It stays where it is. Returns the lock, which is the caller's from here on. */
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
