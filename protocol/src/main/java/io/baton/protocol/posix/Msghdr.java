package io.baton.protocol.posix;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * A native {@code struct msghdr} that is made once and used for every sendmsg(2) and recvmsg(2) of one event loop. Bytes to
 * send are composed in {@link #outgoing}; received bytes are in {@link #incoming}.
 *
 * <p>A message carries one descriptor or none. The kernel counts and limits descriptors by message, and a receiver pairs
 * them with lines by order. A receive uses {@code MSG_CMSG_CLOEXEC} and has room for as many descriptors as one message can
 * carry (SCM_MAX_FD), so a truncated control part means only one thing: this process has no descriptor left.
 *
 * <p>Not thread-safe. Allocates nothing after construction, except the {@link Fd} of a received descriptor.
 */
public final class Msghdr {

    /** The size of each of the two buffers, in bytes. */
    public static final int BUFFER_SIZE = 64 * 1024;

    static final int MSG_NOSIGNAL = 0x4000;

    private static final int SCM_MAX_FD = 253;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;

    // The struct msghdr, struct iovec and struct cmsghdr of a 64-bit Linux. One native block holds all three.
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_FLAGS = 48;
    private static final int IOV_BASE = 56;
    private static final int IOV_LEN = 64;
    private static final int CMSG_LEN = 72;
    private static final int CMSG_LEVEL = 80;
    private static final int CMSG_TYPE = 84;
    private static final int CMSG_DATA = 88;
    private static final int CMSG_HEADER = CMSG_DATA - CMSG_LEN;
    private static final int CMSG_SPACE_ONE = 24;
    private static final int CMSG_SPACE_ALL = CMSG_HEADER + 4 * (SCM_MAX_FD + 1);
    private static final int SIZE = CMSG_LEN + CMSG_SPACE_ALL;

    private static final long SENDMSG = CLibrary.symbol("sendmsg");
    private static final long RECVMSG = CLibrary.symbol("recvmsg");

    private final ByteBuffer outgoing = Native.allocate(BUFFER_SIZE);
    private final ByteBuffer incoming = Native.allocate(BUFFER_SIZE);
    private final ByteBuffer header = Native.allocate(SIZE);
    private final long outgoingAddress = Native.address(outgoing);
    private final long incomingAddress = Native.address(incoming);
    private final long headerAddress = Native.address(header);

    private int receivedFds;
    private boolean lostFd;

    public Msghdr() {
        header.putLong(MSG_IOV, headerAddress + IOV_BASE);
        header.putLong(MSG_IOVLEN, 1);
    }

    /** The buffer in which the next message is composed, from index 0 on. */
    public ByteBuffer outgoing() {
        return outgoing;
    }

    /** The bytes of the last {@link #receive}, from index 0 on. */
    public ByteBuffer incoming() {
        return incoming;
    }

    /**
     * Sends bytes of {@link #outgoing}. Never waits.
     *
     * @return bytes that the kernel took, or a negative error number
     */
    public int send(Fd socket, int offset, int length) {
        header.putLong(MSG_CONTROL, 0);
        header.putLong(MSG_CONTROLLEN, 0);
        return sendmsg(socket, offset, length);
    }

    /**
     * Sends bytes of {@link #outgoing}, and a descriptor with the first of them. If the result is positive, the descriptor
     * was sent, even if the kernel took fewer bytes than asked; it must not be sent again with the rest. The caller still
     * owns it.
     *
     * @return bytes that the kernel took, or a negative error number
     */
    public int send(Fd socket, int offset, int length, Fd handle) {
        header.putLong(MSG_CONTROL, headerAddress + CMSG_LEN);
        header.putLong(MSG_CONTROLLEN, CMSG_SPACE_ONE);
        header.putLong(CMSG_LEN, CMSG_HEADER + 4);
        header.putInt(CMSG_LEVEL, SOL_SOCKET);
        header.putInt(CMSG_TYPE, SCM_RIGHTS);
        header.putInt(CMSG_DATA, handle.number());
        return sendmsg(socket, offset, length);
    }

    /**
     * Receives with one recvmsg(2) into {@link #incoming}, from index 0 on. If descriptors came along, this object owns the
     * first of them until {@link #takeFd} gives it away, and closes the others.
     *
     * @return bytes read, 0 at end of stream, or a negative error number
     */
    public int receive(Fd socket) {
        header.putLong(IOV_BASE, incomingAddress);
        header.putLong(IOV_LEN, BUFFER_SIZE);
        header.putLong(MSG_CONTROL, headerAddress + CMSG_LEN);
        header.putLong(MSG_CONTROLLEN, CMSG_SPACE_ALL);
        int count;
        do {
            count = message(RECVMSG, socket, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        } while (count == -Errno.EINTR);
        receivedFds = count < 0 ? 0 : receivedFds();
        lostFd = count >= 0 && (header.getInt(MSG_FLAGS) & MSG_CTRUNC) != 0;
        for (int i = 1; i < receivedFds; i++) {
            Libc.close(header.getInt(CMSG_DATA + 4 * i));
        }
        return count;
    }

    /** Whether the last {@link #receive} brought a descriptor that was not taken yet. */
    public boolean hasFd() {
        return receivedFds > 0;
    }

    /** How many descriptors after the first one the last {@link #receive} brought and closed. Ask before {@link #takeFd}. */
    public int surplusFds() {
        return Math.max(receivedFds - 1, 0);
    }

    /** Whether the last {@link #receive} lost a descriptor because none could be opened here (MSG_CTRUNC). */
    public boolean lostFd() {
        return lostFd && receivedFds == 0;
    }

    /** The received descriptor. The caller owns it; a second call throws. */
    public Fd takeFd() {
        if (receivedFds == 0) {
            throw new IllegalStateException("no descriptor was received");
        }
        receivedFds = 0;
        return Fd.own(header.getInt(CMSG_DATA));
    }

    private int sendmsg(Fd socket, int offset, int length) {
        header.putLong(IOV_BASE, outgoingAddress + offset);
        header.putLong(IOV_LEN, length);
        int count;
        do {
            count = message(SENDMSG, socket, MSG_NOSIGNAL | MSG_DONTWAIT);
        } while (count == -Errno.EINTR);
        return count;
    }

    /** The buffers stay until the function returns, also behind the last use of this object. */
    private int message(long function, Fd socket, int flags) {
        try {
            return CLibrary.invoke(function, socket.number(), headerAddress, flags);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private int receivedFds() {
        if (header.getLong(MSG_CONTROLLEN) < CMSG_HEADER
                || header.getInt(CMSG_LEVEL) != SOL_SOCKET
                || header.getInt(CMSG_TYPE) != SCM_RIGHTS) {
            return 0;
        }
        return (int) ((header.getLong(CMSG_LEN) - CMSG_HEADER) / 4);
    }
}
