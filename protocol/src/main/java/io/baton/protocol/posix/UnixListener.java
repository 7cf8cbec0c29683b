package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Opens listening AF_UNIX stream sockets. Netty would delete the file at the path first, even another program's. */
public final class UnixListener {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;

    /** The size of {@code struct sockaddr_un}: a family of two bytes, then the path with a closing zero byte (unix(7)). */
    private static final int ADDRESS_SIZE = 110;

    private static final int PATH_OFFSET = 2;

    /** The longest path in bytes of UTF-8. */
    public static final int MAX_PATH = ADDRESS_SIZE - PATH_OFFSET - 1;

    private UnixListener() {}

    /**
     * Binds and listens, non-blocking and close-on-exec from birth. The caller owns the socket and the file at the path.
     *
     * @param path at most {@link #MAX_PATH} bytes, without a zero byte
     * @param moreMode permissions besides those that the umask leaves, as 0222 for every user to connect; 0 for none
     */
    public static Fd open(String path, int backlog, int moreMode) throws PosixException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_PATH) {
            throw PosixException.of("bind(" + path + ")", -Errno.ENAMETOOLONG);
        }
        int number = (int) Libc.call("socket", AF_UNIX, SOCK_STREAM_NONBLOCK_CLOEXEC, 0);
        Libc.check("socket(AF_UNIX)", number);
        Fd socket = Fd.own(number);
        try {
            ByteBuffer address = Native.allocate(ADDRESS_SIZE);
            address.putShort(0, (short) AF_UNIX).put(PATH_OFFSET, bytes);
            Libc.check("bind(" + path + ")", (int) Libc.call("bind", number, Native.address(address), ADDRESS_SIZE));
            if (moreMode != 0) {
                permit(path, moreMode);
            }
            Libc.check("listen(" + path + ")", (int) Libc.call("listen", number, backlog));
            return socket;
        } catch (PosixException e) {
            socket.close();
            throw e;
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

    private static void permit(String path, int moreMode) throws PosixException {
        int umask = (int) Libc.call("umask", 0);
        Libc.call("umask", umask);
        changeMode(path, (0777 & ~umask) | moreMode);
    }

    private static void changeMode(String path, int mode) throws PosixException {
        Libc.check("chmod(" + path + ")", (int) Libc.call("chmod", Native.address(Native.cString(path)), mode));
    }
}
