package io.baton.bench.load.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one answer with a Content-Length, in whatever pieces it comes. Owned by the load's thread. */
final class AnswerReader {

    private static final String LENGTH = "content-length:";
    private static final String LAST = "connection: close";
    private static final int LONGEST_HEAD = 8192;

    private final byte[] head = new byte[LONGEST_HEAD];

    private int headLength;
    private boolean headIsWhole;
    private long bodyLeft;
    private int status;
    private boolean last;

    /** Forgets the last answer. */
    void reset() {
        headLength = 0;
        headIsWhole = false;
        bodyLeft = 0;
        status = 0;
        last = false;
    }

    /** Takes the bytes of this answer out of the buffer; bytes behind it stay. Returns whether the answer is whole. */
    boolean read(ByteBuffer received) {
        while (!headIsWhole && received.hasRemaining()) {
            if (headLength == LONGEST_HEAD) {
                throw new IllegalArgumentException("head: more than " + LONGEST_HEAD + " bytes");
            }
            head[headLength++] = received.get();
            headIsWhole = endsWithBlankLine();
            if (headIsWhole) {
                parse(new String(head, 0, headLength, StandardCharsets.ISO_8859_1));
            }
        }
        int ofBody = (int) Math.min(bodyLeft, received.remaining());
        received.position(received.position() + ofBody);
        bodyLeft -= ofBody;
        return headIsWhole && bodyLeft == 0;
    }

    /** Whether a byte of it has come. */
    boolean hasBegun() {
        return headLength > 0;
    }

    /** Of a whole head. */
    int status() {
        return status;
    }

    /** Whether the server said that it closes the connection after this answer. */
    boolean isLast() {
        return last;
    }

    private boolean endsWithBlankLine() {
        return headLength >= 4
                && head[headLength - 1] == '\n'
                && head[headLength - 2] == '\r'
                && head[headLength - 3] == '\n'
                && head[headLength - 4] == '\r';
    }

    private void parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http/1.1 ") || lower.length() < 12) {
            throw new IllegalArgumentException(
                    "no answer: " + text.lines().findFirst().orElse(""));
        }
        status = Integer.parseInt(lower.substring(9, 12));
        for (String field : lower.split("\r\n", -1)) {
            if (field.startsWith(LENGTH)) {
                bodyLeft = Long.parseLong(field.substring(LENGTH.length()).strip());
            }
            last |= field.equals(LAST);
        }
    }
}
