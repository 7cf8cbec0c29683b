package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Two connected TCP sockets of this process on 127.0.0.1, non-blocking and close-on-exec from birth: what socketpair(2) is for
 * Unix-domain sockets. One end connects to a socket that listens for it alone. A connection of any other program is closed: its
 * port is another one. No call waits. Belongs to one thread.
 */
public final class TcpPair implements AutoCloseable {

    private static final int AF_INET = 2;
    private static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;

    /** The fields of a {@code sockaddr_in} (ip(7)). */
    private static final int PORT = 2;

    private static final int ADDRESS = 4;
    private static final int ADDRESS_SIZE = 16;
    private static final int LOOPBACK = 0x7f000001;

    /** Strangers may be faster. */
    private static final int BACKLOG = 16;

    private static final int MOST_STRANGERS = 64;

    private final Fd listening;
    private final Fd near;
    private final long nearName;

    private Fd far;

    private TcpPair(Fd listening, Fd near) throws PosixException {
        this.listening = listening;
        this.near = near;
        this.far = listening;
        ByteBuffer address = address();
        check("bind(127.0.0.1)", CLibrary.call("bind", listening.number(), address, ADDRESS_SIZE));
        check("listen(127.0.0.1)", CLibrary.call("listen", listening.number(), BACKLOG));
        name("getsockname", listening, address);
        long connected = CLibrary.call("connect", near.number(), address, ADDRESS_SIZE);
        if (connected != -Errno.EINPROGRESS) {
            check("connect(127.0.0.1)", connected);
        }
        nearName = name("getsockname", near, address);
    }

    /** Begins to make the pair. It is there when {@link #connects}, mostly at once. */
    public static TcpPair open() throws PosixException {
        Fd listening = socket();
        try {
            Fd near = socket();
            try {
                return new TcpPair(listening, near);
            } catch (PosixException e) {
                near.close();
                throw e;
            }
        } catch (PosixException e) {
            listening.close();
            throw e;
        }
    }

    /**
     * Whether both ends are connected by now. The socket that listened is closed then.
     *
     * @throws PosixException if they cannot be connected; nothing is closed then
     */
    public boolean connects() throws PosixException {
        for (int strangers = 0; strangers < MOST_STRANGERS && !isConnected(); strangers++) {
            int number = Libc.accept(listening);
            if (number == -Errno.EAGAIN) {
                return false;
            }
            if (number >= 0) {
                take(Fd.own(number));
            } else if (number != -Errno.ECONNABORTED && number != -Errno.EINTR) {
                throw PosixException.of("accept(127.0.0.1)", number);
            }
        }
        return isConnected();
    }

    private void take(Fd accepted) {
        try {
            if (name("getpeername", accepted, address()) == nearName) {
                far = accepted;
                listening.close();
                return;
            }
        } catch (PosixException e) {
            // A stranger that is gone already.
        }
        accepted.close();
    }

    private boolean isConnected() {
        return !listening.isOpen();
    }

    /** The end that connected. The caller closes it or gives it away, and may leave that to {@link #close}. */
    public Fd near() {
        return near;
    }

    /** The end that was accepted, as {@link #near}. Not before it {@link #connects}. */
    public Fd far() {
        if (!isConnected()) {
            throw new IllegalStateException("not connected yet");
        }
        return far;
    }

    /** Closes what is open of it. */
    @Override
    public void close() {
        listening.close();
        near.close();
        far.close();
    }

    private static Fd socket() throws PosixException {
        int number = (int) CLibrary.call("socket", AF_INET, SOCK_STREAM_NONBLOCK_CLOEXEC, 0);
        Libc.check("socket(AF_INET)", number);
        return Fd.own(number);
    }

    /** 127.0.0.1 without a port, which is in network byte order as the address is. */
    private static ByteBuffer address() {
        ByteBuffer address = Native.allocate(ADDRESS_SIZE).putShort(0, (short) AF_INET);
        return address.order(ByteOrder.BIG_ENDIAN).putInt(ADDRESS, LOOPBACK);
    }

    /** Stores the name of a socket in {@code into}, and returns its address and port in one number. */
    private static long name(String function, Fd socket, ByteBuffer into) throws PosixException {
        ByteBuffer length = Native.allocate(Integer.BYTES).putInt(0, ADDRESS_SIZE);
        check(function + "(" + socket + ")", CLibrary.call(function, socket.number(), into, length));
        return (long) into.getInt(ADDRESS) << Short.SIZE | Short.toUnsignedInt(into.getShort(PORT));
    }

    private static void check(String call, long result) throws PosixException {
        Libc.check(call, (int) result);
    }
}
