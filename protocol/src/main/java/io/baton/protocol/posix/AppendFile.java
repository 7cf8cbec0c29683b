package io.baton.protocol.posix;

import java.nio.ByteBuffer;

/**
 * A file to whose end is written. Unlike a {@link java.nio.channels.FileChannel} it tells whether it still has a name, and an
 * interrupted thread does not close it. One thread at a time.
 */
public final class AppendFile implements AutoCloseable {

    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0100;
    private static final int O_APPEND = 02000;
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int OWNER_ONLY = 0600;
    private static final int SEEK_CUR = 1;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;

    /** The layout of {@code struct statx}, which is the same on every processor (statx(2)). */
    private static final int STATX_BYTES = 256;

    private static final int STATX_LINKS = 16;
    private static final int STATX_MODE = 28;
    private static final int STATX_SIZE = 40;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;

    /** O_NOFOLLOW differs between processors. */
    private static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0100000 : 0400000;

    private final Fd fd;
    private final ByteBuffer status = Native.allocate(STATX_BYTES);

    private AppendFile(Fd fd) {
        this.fd = fd;
    }

    /**
     * Opens the file, and makes it for this user alone (mode 600) if there is none. A symbolic link at the end of the path is
     * refused. Does not wait for the reader of a named pipe. The caller owns the file.
     */
    public static AppendFile open(String path) throws PosixException {
        int flags = O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW;
        int opened = (int) CLibrary.call("open", Native.cString(path), flags, OWNER_ONLY);
        Libc.check("open(" + path + ")", opened);
        return new AppendFile(Fd.own(opened));
    }

    /** Writes from the position on. Returns the bytes written, or a negative error number. */
    public int write(ByteBuffer direct) {
        return Libc.write(fd, direct);
    }

    /** Removes the last bytes that this object wrote. */
    public void takeBack(int bytes) {
        // The end may have moved since: other programs empty logs.
        long end = CLibrary.call("lseek", fd.number(), 0, SEEK_CUR);
        if (bytes > 0 && end >= bytes) {
            CLibrary.call("ftruncate", fd.number(), end - bytes);
        }
    }

    /** Removes all that is in it. */
    public void empty() throws PosixException {
        Libc.check("ftruncate(" + fd + ")", (int) CLibrary.call("ftruncate", fd.number(), 0));
    }

    /** The length in bytes now. */
    public long size() {
        return stat() ? status.getLong(STATX_SIZE) : 0;
    }

    /** Whether a path still leads to it, and not only this descriptor. */
    public boolean hasName() {
        return !stat() || status.getInt(STATX_LINKS) > 0;
    }

    /** Whether it is a file on a disk, and no device or pipe. */
    public boolean isRegular() {
        return stat() && (status.getShort(STATX_MODE) & FILE_TYPE) == REGULAR;
    }

    /** Makes a descriptor number of this process, which programs inherit, refer to this file too (dup2(2)). */
    public void becomes(int number) throws PosixException {
        Libc.check("dup2(" + fd + ", " + number + ")", (int) CLibrary.call("dup2", fd.number(), number));
    }

    @Override
    public void close() {
        fd.close();
    }

    private boolean stat() {
        ByteBuffer empty = Native.cString("");
        return CLibrary.call("statx", fd.number(), empty, AT_EMPTY_PATH, STATX_BASIC_STATS, status) == 0;
    }
}
