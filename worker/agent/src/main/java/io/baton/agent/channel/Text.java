package io.baton.agent.channel;

import java.nio.charset.StandardCharsets;

/** Walks over one JSON document in UTF-8, value by value. A document that is none is noticed, never thrown. */
final class Text {

    private static final String LITERAL_END = ",}] \t\r";
    private static final String SIMPLE_ESCAPES = "\"\\/bfnrt";
    private static final String MEANINGS = "\"\\/\b\f\n\r\t";
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private byte[] bytes = {};
    private int at;
    private int end;
    private boolean wellFormed;

    void begin(byte[] document, int from, int to) {
        bytes = document;
        at = from;
        end = to;
        wellFormed = true;
    }

    boolean isWellFormed() {
        return wellFormed;
    }

    /** Says that this is no document. */
    void fail() {
        wellFormed = false;
    }

    int position() {
        return at;
    }

    /** The next byte; 0 at the end. */
    int peek() {
        space();
        return at < end ? bytes[at] : 0;
    }

    private void space() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
    }

    /** Steps over this byte, if it is the next. */
    boolean take(char expected) {
        if (peek() == expected) {
            at++;
            return true;
        }
        return false;
    }

    /** Steps over this byte, which must be the next. */
    void require(char expected) {
        wellFormed &= take(expected);
    }

    /** Steps over a string. Returns whether it has escapes. */
    boolean string() {
        boolean escapes = false;
        require('"');
        while (wellFormed && at < end && bytes[at] != '"') {
            wellFormed = bytes[at] < 0 || bytes[at] >= ' ';
            if (bytes[at] == '\\') {
                escapes = true;
                escape();
            } else {
                at++;
            }
        }
        require('"');
        return escapes;
    }

    private void escape() {
        int kind = at + 1 < end ? bytes[at + 1] : 0;
        at += 2;
        if (kind == 'u') {
            for (int i = 0; i < HEX_DIGITS; i++, at++) {
                wellFormed &= at < end && Character.digit(bytes[at], HEX) >= 0;
            }
        } else {
            wellFormed &= kind > 0 && SIMPLE_ESCAPES.indexOf(kind) >= 0;
        }
    }

    /** Steps over a number, true, false or null. */
    void literal() {
        int from = at;
        while (at < end && LITERAL_END.indexOf(bytes[at]) < 0) {
            at++;
        }
        wellFormed &= is(from, at, "true") || is(from, at, "false") || is(from, at, "null") || isNumber(from, at);
    }

    private boolean isNumber(int from, int to) {
        int start = from < to && bytes[from] == '-' ? from + 1 : from;
        int i = digits(start, to);
        if (i == start || (bytes[start] == '0' && i > start + 1)) {
            return false;
        }
        if (i < to && bytes[i] == '.') {
            int fraction = i + 1;
            i = digits(fraction, to);
            if (i == fraction) {
                return false;
            }
        }
        if (i < to && (bytes[i] == 'e' || bytes[i] == 'E')) {
            int exponent = i + 1 < to && (bytes[i + 1] == '+' || bytes[i + 1] == '-') ? i + 2 : i + 1;
            i = digits(exponent, to);
            if (i == exponent) {
                return false;
            }
        }
        return i == to;
    }

    private int digits(int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }

    /** Whether these bytes are this word of ASCII. */
    boolean is(int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The whole number there; the other value if it is none, or too large for JavaScript. */
    long number(int from, int to, long otherwise) {
        int start = bytes[from] == '-' ? from + 1 : from;
        long value = 0;
        for (int i = start; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value >= 1L << 53) {
                return otherwise;
            }
            value = 10 * value + digit;
        }
        return start > from ? -value : value;
    }

    /** The content of a string. */
    String content(int from, int to, boolean escapes) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return escapes ? unescaped(raw) : raw;
    }

    private static String unescaped(String raw) {
        StringBuilder plain = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char next = raw.charAt(i);
            if (next != '\\') {
                plain.append(next);
                continue;
            }
            char kind = raw.charAt(++i);
            if (kind == 'u') {
                plain.append((char) Integer.parseInt(raw, i + 1, i + 1 + HEX_DIGITS, HEX));
                i += HEX_DIGITS;
            } else {
                plain.append(MEANINGS.charAt(SIMPLE_ESCAPES.indexOf(kind)));
            }
        }
        return plain.toString();
    }
}
