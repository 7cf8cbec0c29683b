package io.baton.protocol.posix;

import java.nio.ByteBuffer;

/** The kind of an open descriptor, as the kernel reports it (SO_DOMAIN, SO_TYPE, SO_ACCEPTCONN). */
public enum SocketKind {
    /** A TCP or Unix-domain stream socket that does not listen: connected, bound or neither. */
    STREAM,
    /** A TCP or Unix-domain stream socket that listens. */
    LISTENING,
    /** A UDP socket. */
    DATAGRAM,
    /** Any other socket, or no socket. */
    OTHER;

    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;

    /** The size of {@code sockaddr_storage}. */
    private static final int PEER_NAME_BYTES = 128;

    /** Whether it is a Unix-domain socket. */
    public static boolean isUnixDomain(Fd fd) {
        return Libc.socketOption(fd, SO_DOMAIN) == AF_UNIX;
    }

    /** Whether it is a TCP socket without another end: never connected, or reset. */
    public static boolean isUnconnectedTcp(Fd fd) {
        return !isUnixDomain(fd) && peerName(fd) == -Errno.ENOTCONN;
    }

    /** The kind of a descriptor. */
    public static SocketKind of(Fd fd) {
        int domain = Libc.socketOption(fd, SO_DOMAIN);
        int type = Libc.socketOption(fd, SO_TYPE);
        boolean internet = domain == AF_INET || domain == AF_INET6;
        if (type == SOCK_STREAM && (internet || domain == AF_UNIX)) {
            return Libc.socketOption(fd, SO_ACCEPTCONN) == 1 ? LISTENING : STREAM;
        }
        return type == SOCK_DGRAM && internet ? DATAGRAM : OTHER;
    }

    /** Calls getpeername(2). Returns the length of the name, or a negative error number. */
    private static long peerName(Fd socket) {
        ByteBuffer name = Native.allocate(Integer.BYTES + PEER_NAME_BYTES);
        name.putInt(0, PEER_NAME_BYTES);
        ByteBuffer address = name.slice(Integer.BYTES, PEER_NAME_BYTES);
        long result = CLibrary.call("getpeername", socket.number(), address, name);
        return result < 0 ? result : name.getInt(0);
    }
}
