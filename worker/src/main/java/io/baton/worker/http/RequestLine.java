package io.baton.worker.http;

/**
 * Refuses request lines that Netty's decoder lets pass and that are not allowed: white space between the parts other
 * than one space, and targets with characters that a URI does not have (RFC 9112, section 3). Owned by one decoder.
 */
final class RequestLine {
    private static final byte DELETE = 0x7f;

    /** The index behind the previous part. */
    private int end;

    /**
     * The first part. The line was copied to the beginning of an array, so a method that starts later has white space
     * before it.
     */
    void method(int start, int length) {
        if (start != 0) {
            throw whiteSpace();
        }
        end = length;
    }

    void target(byte[] line, int start, int length) {
        requireOneSpace(line, start);
        end = start + length;
        for (int i = start; i < end; i++) {
            // Bytes that are not ASCII are negative.
            if (line[i] <= ' ' || line[i] == DELETE || line[i] == '#') {
                throw new IllegalArgumentException("target: 0x" + Integer.toHexString(line[i] & 0xff)
                        + " (expected: characters of a URI, and no fragment)");
            }
        }
    }

    void version(byte[] line, int start) {
        requireOneSpace(line, start);
    }

    private void requireOneSpace(byte[] line, int start) {
        if (start != end + 1 || line[end] != ' ') {
            throw whiteSpace();
        }
    }

    private static IllegalArgumentException whiteSpace() {
        return new IllegalArgumentException("request line: white space (expected: one space between its parts)");
    }
}
