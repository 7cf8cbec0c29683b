package io.baton.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a worker asks for when it wants to listen, and repeats when it does.
 *
 * @param address where to listen
 * @param index how many times the worker has asked for this address before, failed requests included. The n-th port 0
 *     of one worker is the same socket as the n-th port 0 of another
 * @param fd a descriptor of the primary to listen on instead of an address; -1 for none
 * @param flags 1: IPv6 only; 4: others may bind the same UDP address; for a path: {@link #READABLE_ALL} and
 *     {@link #WRITABLE_ALL}
 * @param backlog how many connections may wait in the kernel; 0 for the usual number
 * @param data a JSON value that the first worker passes to all others that listen there, such as TLS ticket keys; null
 *     for none
 */
public record ListenRequest(ListenAddress address, int index, int fd, int flags, int backlog, @Nullable String data) {

    /** A value for {@link #flags}: an IPv6 socket that takes no IPv4. */
    public static final int IPV6_ONLY = 1;

    /** A value for {@link #flags}: SO_REUSEADDR, for UDP only. */
    public static final int REUSE_ADDRESS = 4;

    /** A value for {@link #flags} of a path: every user may read it, as with Node's {@code readableAll}. */
    public static final int READABLE_ALL = 0x100;

    /**
     * A value for {@link #flags} of a path: every user may write to it and so connect, as with Node's
     * {@code writableAll}.
     */
    public static final int WRITABLE_ALL = 0x200;

    /** A plain request for the first socket at an address. */
    public static ListenRequest of(ListenAddress address) {
        return new ListenRequest(address, 0, -1, 0, 0, null);
    }

    /** The same request with the port that was bound. */
    public ListenRequest withPort(int port) {
        ListenAddress bound = new ListenAddress(address.host(), port, address.addressType());
        return new ListenRequest(bound, index, fd, flags, backlog, data);
    }

    /**
     * Node's identity of a listening socket: {@code address:port:addressType:fd}, and {@code :index} for port 0 only,
     * as from Node 22 on. With any other port the address alone identifies the socket. So a worker that had to ask
     * several times, because the port was in use, shares the socket with a worker that asked once. Workers do not
     * interpret the key.
     */
    public String key() {
        String port = address.addressType().equals("null") ? "null" : String.valueOf(address.port());
        String descriptor = fd >= 0 || address.isUdp() ? String.valueOf(fd) : "undefined";
        return address.host() + ":" + port + ":" + address.addressType() + ":" + descriptor
                + (address.port() == 0 ? ":" + index : "");
    }
}
