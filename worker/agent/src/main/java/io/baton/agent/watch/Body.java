package io.baton.agent.watch;

import sun.nio.ch.NativeBytes;

/**
 * Finds the end of a body (RFC 9112, sections 6 and 7), in however many pieces it comes. Allocates nothing.
 */
final class Body {

    private static final long LONGEST_CHUNK = 1L << 52;

    private enum Part {
        NONE,
        LENGTH,
        ENDLESS,
        SIZE,
        EXTENSION,
        SIZE_LINE_FEED,
        CHUNK,
        CHUNK_RETURN,
        CHUNK_LINE_FEED,
        TRAILER,
        TRAILER_FIELD,
        TRAILER_LINE_FEED,
        LAST_LINE_FEED
    }

    private Part part = Part.NONE;
    private long left;
    private int digits;
    private boolean strange;

    /** A body of so many bytes. */
    void ofLength(long length) {
        left = length;
        part = length == 0 ? Part.NONE : Part.LENGTH;
    }

    /** A body in chunks. */
    void ofChunks() {
        part = Part.SIZE;
        left = 0;
        digits = 0;
    }

    /** A body that ends with the connection. */
    void endless() {
        part = Part.ENDLESS;
    }

    /** Takes bytes up to the end of the body. Returns the address behind the last byte taken. */
    long feed(long from, long end) {
        long at = from;
        while (at < end && part != Part.NONE && !strange) {
            switch (part) {
                case LENGTH, CHUNK -> {
                    long taken = Math.min(left, end - at);
                    at += taken;
                    passed(taken);
                }
                case ENDLESS -> at = end;
                case EXTENSION, TRAILER_FIELD -> at = line(at, end);
                default -> next(NativeBytes.byteAt(at++));
            }
        }
        return at;
    }

    /** Takes bytes of the content that nothing has seen. Returns whether they belong to the body. */
    boolean skip(long count) {
        if (part == Part.ENDLESS) {
            return true;
        }
        if ((part != Part.LENGTH && part != Part.CHUNK) || count > left) {
            return false;
        }
        passed(count);
        return true;
    }

    private void passed(long count) {
        left -= count;
        if (left == 0) {
            part = part == Part.CHUNK ? Part.CHUNK_RETURN : Part.NONE;
        }
    }

    private void next(byte b) {
        switch (part) {
            case SIZE -> size(b);
            case SIZE_LINE_FEED -> {
                strange = b != '\n';
                part = left == 0 ? Part.TRAILER : Part.CHUNK;
            }
            case CHUNK_RETURN -> expect(b, '\r', Part.CHUNK_LINE_FEED);
            case CHUNK_LINE_FEED -> {
                ofChunks();
                strange = b != '\n';
            }
            case TRAILER -> {
                strange = b == '\n' || b == ' ' || b == '\t';
                part = b == '\r' ? Part.LAST_LINE_FEED : Part.TRAILER_FIELD;
            }
            case TRAILER_LINE_FEED -> expect(b, '\n', Part.TRAILER);
            case LAST_LINE_FEED -> expect(b, '\n', Part.NONE);
            case NONE, LENGTH, ENDLESS, CHUNK, EXTENSION, TRAILER_FIELD -> throw new IllegalStateException();
        }
    }

    private void expect(byte b, char expected, Part following) {
        strange = b != expected;
        part = following;
    }

    private void size(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            left = (left << 4) | digit;
            digits++;
            strange = left > LONGEST_CHUNK;
        } else {
            strange = digits == 0;
            if (b == '\r') {
                part = Part.SIZE_LINE_FEED;
            } else {
                part = Part.EXTENSION;
                strange |= b != ';';
            }
        }
    }

    /** The rest of a line that does not matter. */
    private long line(long from, long end) {
        long at = LineEnds.next(from, end);
        if (at == end) {
            return end;
        }
        strange = NativeBytes.byteAt(at) == '\n';
        part = part == Part.EXTENSION ? Part.SIZE_LINE_FEED : Part.TRAILER_LINE_FEED;
        return at + 1;
    }

    /** Whether nothing is left of it. */
    boolean isDone() {
        return part == Part.NONE;
    }

    /** Whether nothing says how much is left of it. */
    boolean isEndless() {
        return part != Part.NONE && part != Part.LENGTH;
    }

    /** Whether {@link #isEndless}, and no chunk has begun. */
    boolean isBetweenChunks() {
        return part == Part.ENDLESS || (part == Part.SIZE && digits == 0);
    }

    /** Whether it is in chunks that break the rules. */
    boolean isStrange() {
        return strange;
    }
}
