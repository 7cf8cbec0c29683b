package io.baton.agent.watch;

import java.nio.ByteOrder;
import sun.nio.ch.NativeBytes;

/** Finds line feeds in memory outside the heap, eight bytes at a time. */
final class LineFeeds {

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long FEEDS = EACH * '\n';
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private LineFeeds() {}

    /** The address of the first line feed; the end if there is none. */
    static long next(long at, long end) {
        long from = at;
        for (; LITTLE && end - from >= Long.BYTES; from += Long.BYTES) {
            long zero = NativeBytes.wordAt(from) ^ FEEDS;
            // The lowest bit that is set belongs to the first byte that is zero; those above it may mislead.
            long found = (zero - EACH) & ~zero & HIGH;
            if (found != 0) {
                return from + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (from < end && NativeBytes.byteAt(from) != '\n') {
            from++;
        }
        return from;
    }
}
