package io.baton.agent.watch;

import sun.nio.ch.NativeBytes;

/**
 * Reads the fields of a head, in however many pieces they come, and keeps what the length of the message depends on (RFC
 * 9112, sections 5 and 6). It is stricter than most servers: a head that two readers might understand differently is
 * strange. Allocates nothing.
 */
final class HeadFields {

    /** No {@code Content-Length} was there. */
    static final long NONE = -1;

    private static final String LENGTH = "content-length";
    private static final String ENCODING = "transfer-encoding";
    private static final String CONNECTION = "connection";
    private static final long LONGEST = 1L << 52;

    private enum Part {
        LINE,
        NAME,
        NUMBER,
        ENCODINGS,
        OPTIONS,
        OTHER,
        LINE_FEED,
        LAST_LINE_FEED
    }

    private final Tokens encodings = new Tokens();
    private final Tokens options = new Tokens();

    private Part part = Part.LINE;
    private String name = "";
    private int position;
    private long number = NONE;
    private boolean numberIsOver;
    private long length = NONE;
    private boolean encoded;
    private boolean done;
    private boolean strange;

    /** Stands before the next head. */
    void begin() {
        part = Part.LINE;
        length = NONE;
        encoded = false;
        done = false;
        encodings.begin();
        options.begin();
    }

    /** Takes bytes up to the end of the head. Returns the address behind the last byte taken. */
    long feed(long from, long end) {
        long at = from;
        while (at < end && !done && !strange) {
            if (part == Part.OTHER) {
                at = other(at, end);
            } else {
                next(NativeBytes.byteAt(at++));
            }
        }
        return at;
    }

    private void next(byte b) {
        switch (part) {
            case LINE -> line(b);
            case NAME -> name(b);
            case NUMBER -> number(b);
            case ENCODINGS -> list(encodings, b);
            case OPTIONS -> list(options, b);
            case OTHER, LINE_FEED -> {
                strange = b != '\n';
                part = Part.LINE;
            }
            case LAST_LINE_FEED -> {
                strange = b != '\n';
                done = !strange;
            }
        }
    }

    private void line(byte b) {
        int letter = b | 0x20;
        position = 1;
        if (letter == 'c') {
            // The fourth letter shows whether it is the other one.
            name = LENGTH;
            part = Part.NAME;
        } else if (letter == 't') {
            name = ENCODING;
            part = Part.NAME;
        } else if (b == '\r') {
            part = Part.LAST_LINE_FEED;
        } else {
            part = Part.OTHER;
            // White space would go on with the line before.
            strange = b == '\n' || b == ' ' || b == '\t' || b == ':';
        }
    }

    private void name(byte b) {
        if (position == name.length()) {
            strange = b == ' ' || b == '\t' || b == '\r' || b == '\n';
            if (b == ':') {
                value();
                return;
            }
        } else {
            int letter = b >= 'A' && b <= 'Z' ? b | 0x20 : b;
            if (letter == name.charAt(position)) {
                position++;
                return;
            }
            // content-length and connection have three letters in common.
            if (position == 3 && letter == 'n' && name.equals(LENGTH)) {
                name = CONNECTION;
                position++;
                return;
            }
        }
        strange |= b == '\n';
        part = b == '\r' ? Part.LINE_FEED : Part.OTHER;
    }

    private void value() {
        if (name.equals(LENGTH)) {
            number = NONE;
            numberIsOver = false;
            part = Part.NUMBER;
        } else if (name.equals(ENCODING)) {
            encoded = true;
            part = Part.ENCODINGS;
        } else {
            part = Part.OPTIONS;
        }
    }

    private void number(byte b) {
        if (b >= '0' && b <= '9') {
            number = (number == NONE ? 0 : 10 * number) + b - '0';
            strange = numberIsOver || number > LONGEST;
        } else if (b == ' ' || b == '\t') {
            numberIsOver = number != NONE;
        } else {
            // A second length is strange even if it is the same.
            strange = b != '\r' || number == NONE || length != NONE;
            length = number;
            part = Part.LINE_FEED;
        }
    }

    private void list(Tokens tokens, byte b) {
        if (b == '\r') {
            tokens.end();
            part = Part.LINE_FEED;
        } else {
            tokens.next(b);
            strange = b == '\n';
        }
    }

    /** A field that does not matter. */
    private long other(long from, long end) {
        long at = LineEnds.next(from, end);
        if (at == end) {
            return end;
        }
        strange = NativeBytes.byteAt(at) == '\n';
        part = Part.LINE_FEED;
        return at + 1;
    }

    /** Whether the whole head was taken. */
    boolean isDone() {
        return done;
    }

    /** Whether two readers might understand the head differently. */
    boolean isStrange() {
        return strange || (encoded && length != NONE);
    }

    /** The {@code Content-Length}; {@link #NONE} if there is none. */
    long length() {
        return length;
    }

    /** Whether there is a {@code Transfer-Encoding}. */
    boolean isEncoded() {
        return encoded;
    }

    /** The words of {@code Transfer-Encoding}. */
    Tokens encodings() {
        return encodings;
    }

    /** The words of {@code Connection}. */
    Tokens options() {
        return options;
    }
}
