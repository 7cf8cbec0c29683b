package io.baton.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a worker asks for when it listens, and repeats when it does.
 *
 * @param address where
 * @param index counts the worker's listens on the same address, failed ones too, so that the n-th port 0 of one worker and
 *     the n-th of another are the same socket
 * @param fd a descriptor of the primary's to listen on instead of an address, -1 for none
 * @param flags 1: IPv6 only; 4: let others bind the same UDP address; of a path, who may connect
 * @param backlog how many connections may wait in the kernel; 0: as many as usual
 * @param data a JSON value that every worker which listens there gets from the first one, as TLS ticket keys; null for none
 */
public record ListenRequest(ListenAddress address, int index, int fd, int flags, int backlog, @Nullable String data) {

    /** For {@link #flags}: an IPv6 socket that takes no IPv4. */
    public static final int IPV6_ONLY = 1;

    /** For {@link #flags}: SO_REUSEADDR, UDP only. */
    public static final int REUSE_ADDRESS = 4;

    /** For {@link #flags} of a path: every user may read it; Node's {@code readableAll}. */
    public static final int READABLE_ALL = 0x100;

    /** For {@link #flags} of a path: every user may write to it, and so connect; Node's {@code writableAll}. */
    public static final int WRITABLE_ALL = 0x200;

    /** A plain request for the first socket at an address. */
    public static ListenRequest of(ListenAddress address) {
        return new ListenRequest(address, 0, -1, 0, 0, null);
    }

    /** The same request at another port: the one that was bound. */
    public ListenRequest withPort(int port) {
        ListenAddress bound = new ListenAddress(address.host(), port, address.addressType());
        return new ListenRequest(bound, index, fd, flags, backlog, data);
    }

    /**
     * Node's identity of a listening socket: {@code address:port:addressType:fd}, and {@code :index} for port 0 only, as from
     * Node 22 on. Anywhere else the address says which socket is meant: a worker that had to try several times, because
     * the port was in use, shares it with one that did not. Opaque to the worker.
     */
    public String key() {
        String port = address.addressType().equals("null") ? "null" : String.valueOf(address.port());
        String descriptor = fd >= 0 || address.isUdp() ? String.valueOf(fd) : "undefined";
        return address.host() + ":" + port + ":" + address.addressType() + ":" + descriptor
                + (address.port() == 0 ? ":" + index : "");
    }
}
