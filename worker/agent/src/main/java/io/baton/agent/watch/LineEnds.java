package io.baton.agent.watch;

import java.nio.ByteOrder;
import sun.nio.ch.NativeBytes;

/**
 * Finds where lines end in memory outside the heap, eight bytes at a time. A carriage return alone counts: some servers take
 * it for the end of a line.
 */
final class LineEnds {

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long FEEDS = EACH * '\n';
    private static final long RETURNS = EACH * '\r';
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private LineEnds() {}

    /** The address of the first carriage return or line feed; the end if there is none. */
    static long next(long at, long end) {
        long from = at;
        for (; LITTLE && end - from >= Long.BYTES; from += Long.BYTES) {
            long word = NativeBytes.wordAt(from);
            // The lowest bit that is set belongs to the first byte that is zero; those above it may mislead.
            long found = zeros(word ^ FEEDS) | zeros(word ^ RETURNS);
            if (found != 0) {
                return from + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (from < end && !isEnd(NativeBytes.byteAt(from))) {
            from++;
        }
        return from;
    }

    private static long zeros(long word) {
        return (word - EACH) & ~word & HIGH;
    }

    private static boolean isEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}
