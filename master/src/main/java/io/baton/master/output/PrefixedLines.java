package io.baton.master.output;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One or more whole lines with their ends, and a prefix that is written before each of them. One thread makes it, another
 * writes it.
 */
final class PrefixedLines {

    static final byte[] NO_PREFIX = {};

    private final byte[] prefix;
    private final byte[] bytes;

    /**
     * Lines to write. Owns the arrays from here on.
     *
     * @param prefix may be empty; shorter than a kilobyte
     * @param bytes ends with the end of a line, unless it is empty
     */
    PrefixedLines(byte[] prefix, byte[] bytes) {
        this.prefix = prefix;
        this.bytes = bytes;
    }

    /** The length in bytes, without the prefixes. */
    int length() {
        return bytes.length;
    }

    /**
     * Puts into the buffer what fits of the bytes from this index on, a prefix before each line. Returns the index of the
     * first byte that did not fit.
     */
    int fill(ByteBuffer buffer, int from) {
        if (prefix.length == 0) {
            int count = Math.min(buffer.remaining(), bytes.length - from);
            buffer.put(bytes, from, count);
            return from + count;
        }
        int taken = from;
        while (taken < bytes.length && buffer.remaining() > prefix.length) {
            if (taken == 0 || bytes[taken - 1] == '\n') {
                buffer.put(prefix);
            }
            int count = Math.min(buffer.remaining(), endOfLine(taken) - taken);
            buffer.put(bytes, taken, count);
            taken += count;
        }
        return taken;
    }

    /**
     * The index after the last line that fits into so much room, or after the first one if none does. Bytes up to there are
     * whole lines.
     *
     * @param from where a line begins
     * @param room in bytes, prefixes counted
     */
    int fitting(int from, long room) {
        if (prefix.length == 0 && bytes.length - from <= room) {
            return bytes.length;
        }
        int end = endOfLine(from);
        long taken = (long) prefix.length + end - from;
        while (end < bytes.length) {
            int next = endOfLine(end);
            taken += prefix.length + next - end;
            if (taken > room) {
                return end;
            }
            end = next;
        }
        return end;
    }

    /** The bytes up to this index, as {@link #fill} writes them; none of the later ones. */
    PrefixedLines upTo(int end) {
        return end == bytes.length ? this : new PrefixedLines(prefix, Arrays.copyOf(bytes, end));
    }

    /** How long the next line is with its prefix. */
    int lineLength(int from) {
        return prefix.length + endOfLine(from) - from;
    }

    /** The number of lines that end at this index or later. */
    int countFrom(int from) {
        int count = 0;
        for (int i = from; i < bytes.length; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private int endOfLine(int from) {
        int end = from;
        while (bytes[end] != '\n') {
            end++;
        }
        return end + 1;
    }
}
