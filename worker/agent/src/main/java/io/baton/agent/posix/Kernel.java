package io.baton.agent.posix;

import com.kenai.jffi.Foreign;
import java.nio.charset.StandardCharsets;
import sun.nio.ch.NativeBytes;

/**
 * System calls of this process. Any thread may call. A negative result is a negative error number. {@link #load} comes before
 * all others.
 */
public final class Kernel {

    /** The call would have to wait. */
    public static final int EAGAIN = -11;

    /** A signal came first. */
    public static final int EINTR = -4;

    /** For {@link #poll}: there is something to read, or the end. */
    public static final int POLLIN = 1;

    /** For {@link #poll}: there is room to write. */
    public static final int POLLOUT = 4;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int CLOEXEC = 0x80000;
    private static final int FD_CLOEXEC = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int SHUT_RD = 0;
    private static final int SHUT_RDWR = 2;
    private static final int ADDRESS = 128;
    private static final int LONGEST_NAME = 256;

    private static String library = "";

    private Kernel() {}

    /** The functions, found when the first of them is called. */
    private static final class C {
        static final Foreign FOREIGN = new Foreign(library);
        static final long SOCKETPAIR = FOREIGN.function("socketpair");
        static final long DUP3 = FOREIGN.function("dup3");
        static final long FCNTL = FOREIGN.function("fcntl");
        static final long CLOSE = FOREIGN.function("close");
        static final long SENDMSG = FOREIGN.function("sendmsg");
        static final long RECVMSG = FOREIGN.function("recvmsg");
        static final long SEND = FOREIGN.function("send");
        static final long RECEIVE = FOREIGN.function("recv");
        static final long POLL = FOREIGN.function("poll");

        /** For what a call reads or writes, while {@link Kernel} is locked. */
        static final long SCRATCH = NativeBytes.allocate(2 * LONGEST_NAME);

        static final MessageHeader OUT = new MessageHeader();
        static final MessageHeader IN = new MessageHeader();

        private C() {}
    }

    /** Loads the library that makes the calls, {@code libjffi-1.2.so}. */
    public static void load(String path) {
        library = path;
        long unused = C.SCRATCH;
    }

    /** Two connected Unix stream sockets, which do not block. Returns the lower number in the low half. */
    public static synchronized long socketpair() {
        int result = C.FOREIGN.call(C.SOCKETPAIR, AF_UNIX, SOCK_STREAM | O_NONBLOCK | CLOEXEC, 0, C.SCRATCH);
        return result < 0 ? result : NativeBytes.wordAt(C.SCRATCH);
    }

    /** Makes a number a copy of a descriptor; what it was before is closed. */
    public static int dup3(int fd, int number) {
        return C.FOREIGN.call(C.DUP3, fd, number, CLOEXEC, 0);
    }

    /** A copy of the descriptor, not inherited by children. */
    public static int duplicate(int fd) {
        return C.FOREIGN.call(C.FCNTL, fd, F_DUPFD_CLOEXEC, 0, 0);
    }

    /** Children do not inherit the descriptor, and it does not block. */
    public static int prepare(int fd) {
        int result = C.FOREIGN.call(C.FCNTL, fd, F_SETFD, FD_CLOEXEC, 0);
        int flags = C.FOREIGN.call(C.FCNTL, fd, F_GETFL, 0, 0);
        return result < 0 || flags < 0 ? -1 : C.FOREIGN.call(C.FCNTL, fd, F_SETFL, flags | O_NONBLOCK, 0);
    }

    /** Closes the descriptor. */
    public static int close(int fd) {
        return C.FOREIGN.call(C.CLOSE, fd, 0, 0, 0);
    }

    /** Whether the descriptor is a socket of IPv4 or IPv6. */
    public static synchronized boolean isInternetSocket(int fd) {
        NativeBytes.putInt(C.SCRATCH + ADDRESS, ADDRESS);
        long getsockname = C.FOREIGN.function("getsockname");
        if (C.FOREIGN.call(getsockname, fd, C.SCRATCH, C.SCRATCH + ADDRESS, 0) < 0) {
            return false;
        }
        int family = NativeBytes.intAt(C.SCRATCH) & 0xffff;
        return family == AF_INET || family == AF_INET6;
    }

    /** Ends what the other end of a connection sends: behind what has come, the end of the stream is read. */
    public static int shutDownInput(int fd) {
        return C.FOREIGN.call(C.FOREIGN.function("shutdown"), fd, SHUT_RD, 0, 0);
    }

    /** Ends both directions of a connection. */
    public static int shutDown(int fd) {
        return C.FOREIGN.call(C.FOREIGN.function("shutdown"), fd, SHUT_RDWR, 0, 0);
    }

    /**
     * Sends bytes over a Unix socket. One thread at a time.
     *
     * @param descriptor goes with the first byte; -1 if none does. It stays open here
     * @return how many bytes the kernel took
     */
    public static int sendmsg(int fd, long bytes, int length, int descriptor) {
        long header = C.OUT.toSend(bytes, length, descriptor);
        return C.FOREIGN.call(C.SENDMSG, fd, header, MessageHeader.SEND_FLAGS, 0);
    }

    /**
     * Receives bytes over a Unix socket. One thread at a time.
     *
     * @param descriptors gets the received descriptors, owned by the caller, not inherited by children; as many as
     *     {@link #receivedDescriptors} says
     * @return how many bytes came; 0 at the end
     */
    public static int recvmsg(int fd, long bytes, int capacity, int[] descriptors) {
        int count = C.FOREIGN.call(C.RECVMSG, fd, C.IN.toReceive(bytes, capacity), MessageHeader.RECEIVE_FLAGS, 0);
        C.IN.received(count < 0, descriptors);
        return count;
    }

    /** Takes one byte out of a Unix socket. Returns how many bytes came. */
    public static synchronized int drain(int fd) {
        return C.FOREIGN.call(C.RECEIVE, fd, C.SCRATCH, 1, MessageHeader.MSG_DONTWAIT);
    }

    /** How many descriptors the last {@link #recvmsg} brought. */
    public static int receivedDescriptors() {
        return C.IN.descriptors();
    }

    /** Whether a descriptor of the last {@link #recvmsg} could not be taken, because this process has too many. */
    public static boolean lostDescriptor() {
        return C.IN.lost();
    }

    /**
     * Waits until the descriptor is ready.
     *
     * @param pollfd eight bytes of memory that only the caller uses
     * @param events {@link #POLLIN}, {@link #POLLOUT} or both
     * @return 0 if the time is over
     */
    public static int poll(long pollfd, int fd, int events, int timeoutMs) {
        NativeBytes.putInt(pollfd, fd);
        NativeBytes.putInt(pollfd + Integer.BYTES, events);
        return C.FOREIGN.call(C.POLL, pollfd, 1, timeoutMs, 0);
    }

    /** The signal that this process gets when the thread that started it ends; 0 for none. For the calling thread's process. */
    public static int parentDeathSignal(int signal) {
        return C.FOREIGN.call(C.FOREIGN.function("prctl"), PR_SET_PDEATHSIG, signal, 0, 0);
    }

    /** The process that started this one. */
    public static int parent() {
        return C.FOREIGN.call(C.FOREIGN.function("getppid"), 0, 0, 0, 0);
    }

    /** Puts one byte into a Unix socket. Returns how many the kernel took. */
    public static synchronized int ring(int fd) {
        return C.FOREIGN.call(C.SEND, fd, C.SCRATCH, 1, MessageHeader.SEND_FLAGS);
    }

    /** Takes a variable out of the environment. The JDK must not have looked at it yet. */
    public static synchronized int unsetenv(String name) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < letters.length; i++) {
            NativeBytes.putByte(C.SCRATCH + i, letters[i]);
        }
        NativeBytes.putByte(C.SCRATCH + letters.length, (byte) 0);
        return C.FOREIGN.call(C.FOREIGN.function("unsetenv"), C.SCRATCH, 0, 0, 0);
    }
}
