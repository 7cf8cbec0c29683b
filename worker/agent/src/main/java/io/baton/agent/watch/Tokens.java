package io.baton.agent.watch;

/**
 * Reads a list of words, {@code a, b;c=d, e}, as the fields of a head hold it (RFC 9110, section 5.6.1). Words are kept as
 * numbers, one byte for each letter. Allocates nothing.
 */
final class Tokens {

    private static final long CHUNKED = 0x6368756e6b6564L;
    private static final long CLOSE = 0x636c6f7365L;
    private static final long KE = 0x6b65L;
    private static final long EP_ALIVE = 0x65702d616c697665L;
    private static final int KEEP_ALIVE = "keep-alive".length();

    private long earlier;
    private long word;
    private int length;
    private boolean spaceBehind;
    private boolean odd;
    private int count;
    private boolean lastIsChunked;
    private boolean close;
    private boolean keepAlive;

    /** Stands before the first word of the first list. */
    void begin() {
        count = 0;
        lastIsChunked = false;
        close = false;
        keepAlive = false;
        beginWord();
    }

    private void beginWord() {
        earlier = 0;
        word = 0;
        length = 0;
        spaceBehind = false;
        odd = false;
    }

    /** The next byte of a list. */
    void next(byte b) {
        if (b == ',') {
            end();
        } else if (b == ' ' || b == '\t') {
            spaceBehind = length > 0;
        } else {
            odd |= spaceBehind || b == ';';
            earlier = (earlier << 8) | (word >>> 56);
            word = (word << 8) | (b >= 'A' && b <= 'Z' ? b | 0x20 : b & 0xff);
            length++;
        }
    }

    /** The list ends. Another may follow; the words of both are one list. */
    void end() {
        if (length > 0) {
            count++;
            lastIsChunked = !odd && length == 7 && word == CHUNKED;
            close |= !odd && length == 5 && word == CLOSE;
            keepAlive |= !odd && length == KEEP_ALIVE && earlier == KE && word == EP_ALIVE;
        }
        beginWord();
    }

    /** Whether the list is the word {@code chunked} and nothing else. */
    boolean isChunked() {
        return count == 1 && lastIsChunked;
    }

    /** Whether {@code chunked} is the last word. */
    boolean endsChunked() {
        return lastIsChunked;
    }

    /** Whether the list has the word {@code close}. */
    boolean hasClose() {
        return close;
    }

    /** Whether the list has the word {@code keep-alive}. */
    boolean hasKeepAlive() {
        return keepAlive;
    }
}
