package io.baton.protocol.posix;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The address of the client that connected last, as accept4(2) stores it, or of another. One object serves many connections. Not
 * thread-safe.
 */
public final class PeerAddress {

    private static final int LENGTH_OFFSET = 128;
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;

    /** The offset of the address in {@code sockaddr_in} and {@code sockaddr_in6} (ip(7), ipv6(7)). */
    private static final int IPV4_OFFSET = 4;

    private static final int IPV6_OFFSET = 8;

    /**
     * The address of an IPv4 client of an IPv6 socket is in the last four bytes, after these (RFC 4291, section 2.5.5.2).
     */
    private static final int MAPPED_PREFIX = 0xffff;

    private final ByteBuffer memory = Native.allocate(LENGTH_OFFSET + Integer.BYTES);

    /** Accepts a connection whose address is stored here. Returns its descriptor, or a negative error number. */
    int accept(Fd listener) {
        prepare();
        long address = Native.address(memory);
        try {
            return Libc.accept(listener, address, address + LENGTH_OFFSET);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /** The kernel overwrites the length of the memory, so it is set again each time. */
    private void prepare() {
        memory.putInt(LENGTH_OFFSET, LENGTH_OFFSET);
        memory.putShort(0, (short) 0);
    }

    /**
     * Stores the address of a connection's client (getpeername(2)).
     *
     * @return 0, or a negative error number: {@link Errno#ENOTCONN} if the client is gone
     */
    public int read(Fd connection) {
        prepare();
        return (int)
                CLibrary.call("getpeername", connection.number(), memory, memory.slice(LENGTH_OFFSET, Integer.BYTES));
    }

    /**
     * A number for the host, not 0. The number is the same over IPv4 and over IPv4 mapped to IPv6. 0 if there is no
     * address.
     */
    public int hash() {
        return switch (memory.getShort(0)) {
            case AF_INET -> some(memory.getInt(IPV4_OFFSET));
            case AF_INET6 -> some(ipv6Hash());
            default -> 0;
        };
    }

    private int ipv6Hash() {
        long high = memory.getLong(IPV6_OFFSET);
        int mapped = networkOrder(memory.getInt(IPV6_OFFSET + 8));
        int low = memory.getInt(IPV6_OFFSET + 12);
        return high == 0 && mapped == MAPPED_PREFIX ? low : 31 * (31 * Long.hashCode(high) + mapped) + low;
    }

    private static int some(int hash) {
        return hash == 0 ? 1 : hash;
    }

    private static int networkOrder(int number) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(number) : number;
    }
}
