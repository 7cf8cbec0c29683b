package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a directory or file (flock(2)). The kernel releases it when its descriptor is closed, which is at the end of
 * the process at the latest. Other descriptors of the same file do not affect it, unlike a lock by
 * {@link java.nio.channels.FileChannel}. After {@link #keepAcrossExec} the lock also survives exec(2). Thread-safe.
 */
public final class Flock implements AutoCloseable {

    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_SETFD = 2;
    private static final int LOCK_SH = 1;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;

    private final Path path;
    private final Fd fd;

    private Flock(Path path, Fd fd) {
        this.path = path;
        this.fd = fd;
    }

    /** Takes a shared lock; null if another process has an exclusive one. Does not wait. */
    public static @Nullable Flock shared(Path path) throws PosixException {
        return lock(path, LOCK_SH);
    }

    /** Takes an exclusive lock; null if this process or another one has a lock. Does not wait. */
    public static @Nullable Flock exclusive(Path path) throws PosixException {
        return lock(path, LOCK_EX);
    }

    private static @Nullable Flock lock(Path path, int operation) throws PosixException {
        ByteBuffer name = Native.cString(path.toString());
        int opened = (int) CLibrary.call("open", name, O_RDONLY | O_CLOEXEC);
        Libc.check("open(" + path + ")", opened);
        Fd fd = Fd.own(opened);
        int result;
        do {
            result = (int) CLibrary.call("flock", opened, operation | LOCK_NB);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            fd.close();
            if (result != -Errno.EAGAIN) {
                Libc.check("flock(" + path + ")", result);
            }
            return null;
        }
        return new Flock(path, fd);
    }

    /**
     * Goes on with a lock that the program before has left in this process (execve(2)).
     *
     * @param descriptor owned by the lock from here on
     */
    public static Flock inherited(Path path, Fd descriptor) {
        return new Flock(path, descriptor);
    }

    /** The number of its descriptor. The lock still owns it. */
    public int descriptor() {
        return fd.number();
    }

    /** Whether the path still names the locked file. Another one may have taken its place before the lock. */
    public boolean isAtItsPath() throws IOException {
        try {
            Object locked = key(Path.of("/proc/self/fd", String.valueOf(fd.number())));
            return key(path).equals(locked);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Makes the lock survive exec(2). The next program then holds it until it ends. */
    public void keepAcrossExec() {
        CLibrary.call("fcntl", fd.number(), F_SETFD, 0);
    }

    @Override
    public void close() {
        fd.close();
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
