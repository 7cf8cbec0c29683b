package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens listening AF_UNIX stream sockets. Netty would delete the file at the path first, even another program's. */
public final class UnixListener {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;

    /** The size of {@code struct sockaddr_un}: a family of two bytes, then the path with a closing zero byte (unix(7)). */
    private static final int ADDRESS_SIZE = 110;

    private static final int PATH_OFFSET = 2;

    /** The longest path in bytes of UTF-8. */
    public static final int MAX_PATH = ADDRESS_SIZE - PATH_OFFSET - 1;

    private static final int O_PATH = 0x200000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;

    /** Leaves a mode, a user or a group as it is. */
    private static final int KEEP = -1;

    private static final int FILE_KIND = 0170000;
    private static final int SOCKET_FILE = 0140000;

    private static final int OWNERS = 0700;

    private UnixListener() {}

    /**
     * Binds and listens, non-blocking and close-on-exec from birth. The caller owns the socket and the file at the path.
     *
     * @param path at most {@link #MAX_PATH} bytes, without a zero byte
     * @param moreMode permissions besides those that the umask leaves, as 0222 for every user to connect; 0 for none
     */
    public static Fd open(String path, int backlog, int moreMode) throws PosixException {
        Fd socket = bound(path, KEEP);
        try {
            if (moreMode != 0) {
                permit(path, moreMode);
            }
            Libc.check("listen(" + path + ")", (int) CLibrary.call("listen", socket.number(), backlog));
            return socket;
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * As {@link #open(String, int, int)}, with a mode and an owner that the file has before any client can connect. If this
     * fails, no file is left.
     *
     * @param mode of the file; -1 for what the umask leaves
     * @param uid owner of the file; -1 for that of this process
     * @param gid group of the file; -1 for that of this process
     */
    public static Fd open(String path, int backlog, int mode, int uid, int gid) throws PosixException {
        Fd socket = bound(path, mode);
        try {
            // Nothing can connect to a socket that does not listen.
            if (mode != KEEP || uid != KEEP || gid != KEEP) {
                changeFile(path, mode, uid, gid);
            }
            Libc.check("listen(" + path + ")", (int) CLibrary.call("listen", socket.number(), backlog));
            return socket;
        } catch (PosixException e) {
            CLibrary.call("unlink", Native.cString(path));
            socket.close();
            throw e;
        }
    }

    /** Whether a process listens at a path: false if the one that did is gone, and only the file is left. */
    public static boolean isListenedOn(String path) throws PosixException {
        Fd socket = Fd.own(newSocket());
        try (socket) {
            ByteBuffer address = address(path);
            long result = CLibrary.call("connect", socket.number(), address, ADDRESS_SIZE);
            return result != -Errno.ECONNREFUSED && result != -Errno.ENOENT;
        }
    }

    private static Fd bound(String path, int mode) throws PosixException {
        ByteBuffer address = address(path);
        Fd socket = Fd.own(newSocket());
        try {
            if (mode != KEEP) {
                // The new file has the mode of its socket, less the umask.
                Libc.check("fchmod(" + socket + ")", (int) CLibrary.call("fchmod", socket.number(), mode & OWNERS));
            }
            Libc.check("bind(" + path + ")", (int) CLibrary.call("bind", socket.number(), address, ADDRESS_SIZE));
            return socket;
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    private static ByteBuffer address(String path) throws PosixException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_PATH) {
            throw PosixException.of("bind(" + path + ")", -Errno.ENAMETOOLONG);
        }
        ByteBuffer address = Native.allocate(ADDRESS_SIZE);
        return address.putShort(0, (short) AF_UNIX).put(PATH_OFFSET, bytes);
    }

    private static int newSocket() throws PosixException {
        int number = (int) CLibrary.call("socket", AF_UNIX, SOCK_STREAM_NONBLOCK_CLOEXEC, 0);
        Libc.check("socket(AF_UNIX)", number);
        return number;
    }

    /** Changes the file itself, and not one to which another user may have put a link in its place. */
    private static void changeFile(String path, int mode, int uid, int gid) throws PosixException {
        int number = (int) CLibrary.call("open", Native.cString(path), O_PATH | O_NOFOLLOW | O_CLOEXEC);
        Libc.check("open(" + path + ")", number);
        Fd file = Fd.own(number);
        try (file) {
            String name = "/proc/self/fd/" + number;
            if (!isSocket(name)) {
                throw PosixException.of("open(" + path + "): no socket", -Errno.EADDRINUSE);
            }
            ByteBuffer there = Native.cString(name);
            if (uid != KEEP || gid != KEEP) {
                Libc.check("chown(" + path + ")", (int) CLibrary.call("chown", there, uid, gid));
            }
            if (mode != KEEP) {
                Libc.check("chmod(" + path + ")", (int) CLibrary.call("chmod", there, mode));
            }
        }
    }

    /** As {@link #open}, for clients of this user only (mode 600). */
    public static Fd openForOwner(String path, int backlog) throws PosixException {
        Fd socket = open(path, backlog, 0);
        try {
            changeMode(path, 0600);
            return socket;
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    private static boolean isSocket(String path) {
        try {
            return Files.getAttribute(Path.of(path), "unix:mode") instanceof Integer mode
                    && (mode & FILE_KIND) == SOCKET_FILE;
        } catch (IOException e) {
            return false;
        }
    }

    private static void permit(String path, int moreMode) throws PosixException {
        int umask = (int) CLibrary.call("umask", 0);
        CLibrary.call("umask", umask);
        changeMode(path, (0777 & ~umask) | moreMode);
    }

    private static void changeMode(String path, int mode) throws PosixException {
        Libc.check("chmod(" + path + ")", (int) CLibrary.call("chmod", Native.cString(path), mode));
    }
}
