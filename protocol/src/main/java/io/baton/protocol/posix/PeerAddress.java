package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The address of whoever connected last, as accept4(2) tells it; one for many connections. Not thread-safe. */
public final class PeerAddress {

    private static final int LENGTH_OFFSET = 128;
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;

    /** In {@code sockaddr_in} and {@code sockaddr_in6} (ip(7), ipv6(7)). */
    private static final int IPV4_OFFSET = 4;

    private static final int IPV6_OFFSET = 8;

    /** An IPv4 client of an IPv6 socket has its address in the last four bytes, behind these (RFC 4291, section 2.5.5.2). */
    private static final int MAPPED_PREFIX = 0xffff;

    private final ByteBuffer memory = Native.allocate(LENGTH_OFFSET + Integer.BYTES);

    /** Where the kernel puts an address. */
    long address() {
        return Native.address(memory);
    }

    /** Where it finds how much room there is; to be said again each time. */
    long length() {
        memory.putInt(LENGTH_OFFSET, LENGTH_OFFSET);
        memory.putShort(0, (short) 0);
        return Native.address(memory) + LENGTH_OFFSET;
    }

    /** A number other than 0 for the host, the same whether it came over IPv4 or as IPv4 over IPv6; 0 if there is none. */
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
