package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * Reads the part of a request target behind the question mark, in the form that browsers send: {@code a=1&b=two+words}.
 */
final class QueryString {
    private QueryString() {}

    /**
     * The decoded value of the first parameter of this name; {@code otherwise} if there is none.
     *
     * @throws IllegalArgumentException at a percent sign without two hexadecimal digits behind it
     */
    static String first(String query, String name, String otherwise) {
        int from = 0;
        while (from < query.length()) {
            int end = indexOf(query, '&', from, query.length());
            int equals = indexOf(query, '=', from, end);
            if (equals > from && decode(query, from, equals).equals(name)) {
                return equals < end ? decode(query, equals + 1, end) : "";
            }
            from = end + 1;
        }
        return otherwise;
    }

    private static int indexOf(String text, char c, int from, int end) {
        int at = text.indexOf(c, from);
        return at < 0 || at > end ? end : at;
    }

    private static String decode(String query, int from, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - from);
        for (int i = from; i < end; i++) {
            char c = query.charAt(i);
            if (c == '%') {
                bytes.write(escaped(query, i, end));
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return bytes.toString(UTF_8);
    }

    private static int escaped(String query, int percent, int end) {
        int high = percent + 2 < end ? Character.digit(query.charAt(percent + 1), 16) : -1;
        int low = percent + 2 < end ? Character.digit(query.charAt(percent + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException(
                    "Query: " + Excerpt.of(query.substring(percent, Math.min(end, percent + 3)))
                            + " (expected: % and two hexadecimal digits)");
        }
        return high * 16 + low;
    }
}
