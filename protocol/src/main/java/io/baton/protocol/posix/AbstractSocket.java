package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * AF_UNIX stream sockets with a name in the abstract namespace (unix(7)): no file, no directory, no rights. The name takes all of
 * {@code sun_path}, because Node 20 always sends all of it, zeros too, where other programs send as much as the name has.
 */
public final class AbstractSocket {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;

    /** A family of two bytes, then a zero byte and the name. */
    private static final int ADDRESS_SIZE = 110;

    private static final int NAME_OFFSET = 3;
    private static final int NAME_LENGTH = ADDRESS_SIZE - NAME_OFFSET;

    private AbstractSocket() {}

    /** A name of the length that names have here, which begins with this one of ASCII letters. */
    public static String name(String begin) {
        return begin + ".".repeat(NAME_LENGTH - begin.length());
    }

    /**
     * Binds and listens, non-blocking and close-on-exec from birth. The caller owns the socket.
     *
     * @param name from {@link #name}
     */
    public static Fd listen(String name, int backlog) throws PosixException {
        Fd socket = open();
        try {
            Libc.check(
                    "bind(@" + name + ")", (int) CLibrary.call("bind", socket.number(), address(name), ADDRESS_SIZE));
            Libc.check("listen(@" + name + ")", (int) CLibrary.call("listen", socket.number(), backlog));
            return socket;
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Connects, without waiting: fails with EAGAIN if too many wait to be accepted. Non-blocking and close-on-exec from birth. The
     * caller owns the socket.
     *
     * @param name from {@link #name}
     */
    public static Fd connect(String name) throws PosixException {
        Fd socket = open();
        try {
            Libc.check("connect(@" + name + ")", (int)
                    CLibrary.call("connect", socket.number(), address(name), ADDRESS_SIZE));
            return socket;
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    private static Fd open() throws PosixException {
        int number = (int) CLibrary.call("socket", AF_UNIX, SOCK_STREAM_NONBLOCK_CLOEXEC, 0);
        Libc.check("socket(AF_UNIX)", number);
        return Fd.own(number);
    }

    private static ByteBuffer address(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length != NAME_LENGTH) {
            throw new IllegalArgumentException("a name of " + bytes.length + " bytes (expected: " + NAME_LENGTH + ")");
        }
        return Native.allocate(ADDRESS_SIZE).putShort(0, (short) AF_UNIX).put(NAME_OFFSET, bytes);
    }
}
