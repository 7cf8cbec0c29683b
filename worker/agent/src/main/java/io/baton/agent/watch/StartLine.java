package io.baton.agent.watch;

import sun.nio.ch.NativeBytes;

/**
 * Reads the first line of a request or of an answer (RFC 9112, sections 3 and 4), in however many pieces it comes. Words are
 * kept as numbers, one byte for each letter. Allocates nothing.
 */
final class StartLine {

    static final long HTTP_1_1 = word("HTTP/1.1");
    static final long HTTP_1_0 = word("HTTP/1.0");
    static final long HEAD = word("HEAD");
    static final long CONNECT = word("CONNECT");
    static final long PRI = word("PRI");

    private static final int LONGEST_METHOD = 24;

    private enum Part {
        METHOD,
        TARGET,
        ASKED_VERSION,
        VERSION,
        STATUS,
        REASON,
        LINE_FEED
    }

    private final Part first;

    private Part part;
    private long word;
    private int length;
    private long method;
    private long version;
    private int status;
    private boolean done;
    private boolean strange;

    /**
     * Stands before a first line.
     *
     * @param request whether it is one of a request
     */
    StartLine(boolean request) {
        first = request ? Part.METHOD : Part.VERSION;
        part = first;
    }

    /** Stands before the next first line. */
    void begin() {
        part = first;
        word = 0;
        length = 0;
        method = 0;
        version = 0;
        status = 0;
        done = false;
    }

    /** Takes bytes up to the end of the line. Returns the address behind the last byte taken. */
    long feed(long from, long end) {
        long at = from;
        while (at < end && !done && !strange) {
            if (part == Part.REASON) {
                at = reason(at, end);
            } else {
                next(NativeBytes.byteAt(at++));
            }
        }
        return at;
    }

    private void next(byte b) {
        switch (part) {
            case METHOD -> {
                if (b == ' ') {
                    method = word;
                    strange = length == 0;
                    next(Part.TARGET);
                } else {
                    letter(b, b > ' ' && b < 0x7f && length < LONGEST_METHOD);
                }
            }
            case TARGET -> {
                if (b == ' ') {
                    strange = length == 0;
                    next(Part.ASKED_VERSION);
                } else {
                    length = 1;
                    strange = b >= 0 && b < ' ';
                }
            }
            case ASKED_VERSION -> {
                if (b == '\r') {
                    endVersion();
                    next(Part.LINE_FEED);
                } else {
                    letter(b, b > ' ' && length < Long.BYTES);
                }
            }
            case VERSION -> {
                if (b == ' ') {
                    endVersion();
                    next(Part.STATUS);
                } else {
                    letter(b, b > ' ' && length < Long.BYTES);
                }
            }
            case STATUS -> status(b);
            case REASON, LINE_FEED -> {
                done = b == '\n';
                strange = !done;
            }
        }
    }

    private void next(Part following) {
        part = following;
        word = 0;
        length = 0;
    }

    private void letter(byte b, boolean allowed) {
        word = (word << 8) | (b & 0xff);
        length++;
        strange = !allowed;
    }

    private void endVersion() {
        version = word;
        strange = word != HTTP_1_1 && word != HTTP_1_0;
    }

    private void status(byte b) {
        if (length < 3) {
            status = 10 * status + b - '0';
            length++;
            strange = b < '0' || b > '9' || status == 0;
        } else if (b == '\r') {
            part = Part.LINE_FEED;
        } else {
            part = Part.REASON;
            strange = b != ' ';
        }
    }

    private long reason(long from, long end) {
        long at = LineEnds.next(from, end);
        if (at == end) {
            return end;
        }
        strange = NativeBytes.byteAt(at) == '\n';
        part = Part.LINE_FEED;
        return at + 1;
    }

    private static long word(String letters) {
        long word = 0;
        for (int i = 0; i < letters.length(); i++) {
            word = (word << 8) | letters.charAt(i);
        }
        return word;
    }

    /** Whether the whole line was taken. */
    boolean isDone() {
        return done;
    }

    /** Whether this is no first line of HTTP/1. */
    boolean isStrange() {
        return strange;
    }

    /** The method, its last eight letters. */
    long method() {
        return method;
    }

    /** {@link #HTTP_1_1} or {@link #HTTP_1_0}. */
    long version() {
        return version;
    }

    /** The status of an answer. */
    int status() {
        return status;
    }
}
