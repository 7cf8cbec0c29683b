package io.baton.protocol.posix;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * System calls on descriptors that Java does not offer. Unless a method says otherwise, it returns what the C function
 * returned, or the negative error number. A call allocates nothing, unless it makes descriptors. Any thread may call.
 */
public final class Libc {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SHUT_WR = 1;
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FD_CLOEXEC = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;

    private static final long ACCEPT4 = CLibrary.symbol("accept4");
    private static final long CLOSE = CLibrary.symbol("close");
    private static final long FCNTL = CLibrary.symbol("fcntl");
    private static final long READ = CLibrary.symbol("read");
    private static final long SHUTDOWN = CLibrary.symbol("shutdown");
    private static final long RECV = CLibrary.symbol("recv");
    private static final long SEND = CLibrary.symbol("send");
    private static final long WRITE = CLibrary.symbol("write");

    private Libc() {}

    /**
     * Accepts one connection, non-blocking and close-on-exec from birth (accept4(2)). The caller owns it.
     *
     * @return the descriptor, or a negative error number, {@link Errno#EAGAIN} if no connection waits
     */
    public static int accept(Fd listener) {
        return accept(listener, 0, 0);
    }

    /**
     * Makes a bound stream socket listen (listen(2)). If it listens already, only the backlog changes.
     *
     * @param backlog how many connections may wait; the kernel takes the smaller of this and net.core.somaxconn
     * @return 0 or a negative error number
     */
    public static int listen(Fd socket, int backlog) {
        return (int) CLibrary.call("listen", socket.number(), backlog);
    }

    /** As {@link #accept(Fd)}; stores the client's address. */
    public static int accept(Fd listener, PeerAddress peer) {
        return peer.accept(listener);
    }

    /** As {@link #accept(Fd)}, with the two addresses of accept4(2), which are valid until this returns. */
    static int accept(Fd listener, long address, long length) {
        return CLibrary.invoke(ACCEPT4, listener.number(), address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    }

    /** Makes two connected AF_UNIX stream sockets, close-on-exec and blocking. The caller owns both. */
    public static Fd[] socketpair() throws PosixException {
        ByteBuffer pair = Native.allocate(8);
        check("socketpair(AF_UNIX)", (int) CLibrary.call("socketpair", AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair));
        return new Fd[] {Fd.own(pair.getInt(0)), Fd.own(pair.getInt(4))};
    }

    /**
     * Makes a pipe, close-on-exec and blocking. The first end is for reading, the second for writing. The caller owns both.
     */
    public static Fd[] pipe() throws PosixException {
        ByteBuffer pair = Native.allocate(8);
        check("pipe2", (int) CLibrary.call("pipe2", pair, O_CLOEXEC));
        return new Fd[] {Fd.own(pair.getInt(0)), Fd.own(pair.getInt(4))};
    }

    /** Makes the open file description non-blocking, for all descriptors that refer to it. */
    public static void setNonBlocking(Fd fd) throws PosixException {
        int flags = fcntl(fd.number(), F_GETFL, 0);
        check("fcntl(" + fd + ", F_GETFL)", flags);
        check("fcntl(" + fd + ", F_SETFL)", fcntl(fd.number(), F_SETFL, flags | O_NONBLOCK));
    }

    /** Makes the descriptor close-on-exec: children of this process do not get it. */
    public static void setCloseOnExec(Fd fd) throws PosixException {
        check("fcntl(" + fd + ", F_SETFD)", fcntl(fd.number(), F_SETFD, FD_CLOEXEC));
    }

    /** Whether a program that this process executes gets the descriptor; false if it is not open. */
    public static boolean survivesExec(Fd fd) {
        int flags = fcntl(fd.number(), F_GETFD, 0);
        return flags >= 0 && (flags & FD_CLOEXEC) == 0;
    }

    /**
     * Makes a close-on-exec copy numbered {@code atLeast} or higher. The caller owns the copy; the original keeps its
     * owner.
     */
    public static Fd duplicate(Fd fd, int atLeast) throws PosixException {
        int copy = fcntl(fd.number(), F_DUPFD_CLOEXEC, atLeast);
        check("fcntl(" + fd + ", F_DUPFD_CLOEXEC)", copy);
        return Fd.own(copy);
    }

    /** Whether this process can open one more descriptor. Loads no class. */
    public static boolean canOpenAnother(Fd any) {
        int copy = fcntl(any.number(), F_DUPFD_CLOEXEC, 0);
        if (copy >= 0) {
            close(copy);
        }
        return copy >= 0;
    }

    /** Ends the outgoing stream (SHUT_WR). The descriptor stays open. */
    public static int shutdownOutput(Fd fd) {
        return CLibrary.invoke(SHUTDOWN, fd.number(), SHUT_WR);
    }

    /**
     * Reads into a direct buffer at its position (recv(2)) and advances the position.
     *
     * @return bytes read, 0 at end of stream, or a negative error number
     */
    public static int receive(Fd socket, ByteBuffer direct) {
        return moved(direct, RECV, socket, 0);
    }

    /**
     * Writes a direct buffer from its position on (send(2), no SIGPIPE) and advances the position.
     *
     * @return bytes written, or a negative error number
     */
    public static int send(Fd socket, ByteBuffer direct) {
        return moved(direct, SEND, socket, Msghdr.MSG_NOSIGNAL);
    }

    /**
     * Reads from a pipe or file into a direct buffer at its position (read(2)) and advances the position. Not for the
     * socket of a channel: read(2) would drop the descriptors that it carries.
     *
     * @return bytes read, 0 at the end, or a negative error number
     */
    public static int read(Fd fd, ByteBuffer direct) {
        return moved(direct, READ, fd, 0);
    }

    /**
     * Writes a direct buffer from its position on (write(2)) and advances the position. The JVM ignores SIGPIPE.
     *
     * @return bytes written, or a negative error number
     */
    public static int write(Fd fd, ByteBuffer direct) {
        return moved(direct, WRITE, fd, 0);
    }

    /** Calls a function that moves bytes. read(2) and write(2) do not look at the flags. */
    private static int moved(ByteBuffer direct, long function, Fd fd, int flags) {
        long address = Native.address(direct) + direct.position();
        try {
            int count = CLibrary.invoke(function, fd.number(), address, direct.remaining(), flags);
            if (count > 0) {
                direct.position(direct.position() + count);
            }
            return count;
        } finally {
            Reference.reachabilityFence(direct);
        }
    }

    /** Returns an int option of level SOL_SOCKET, as {@code SO_DOMAIN} (39), or a negative error number. */
    public static int socketOption(Fd socket, int option) {
        ByteBuffer value = Native.allocate(8);
        value.putInt(4, 4);
        int result = (int) CLibrary.call("getsockopt", socket.number(), SOL_SOCKET, option, value, value.slice(4, 4));
        return result < 0 ? result : value.getInt(0);
    }

    static void close(int number) {
        int unused = CLibrary.invoke(CLOSE, number);
    }

    static void check(String call, int result) throws PosixException {
        if (result < 0) {
            throw PosixException.of(call, result);
        }
    }

    private static int fcntl(int fd, int command, int argument) {
        return CLibrary.invoke(FCNTL, fd, command, argument);
    }
}
