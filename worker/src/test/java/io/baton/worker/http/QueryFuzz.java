package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;

/**
 * Takes any bytes as a query: the first parameter {@code n} is the one that Java's decoder of forms finds, or the query
 * is refused with a message of bounded length.
 */
public final class QueryFuzz {
    private static final int LONGEST_MESSAGE = 200;

    private QueryFuzz() {}

    /** Runs one input. Jazzer calls it. */
    public static void fuzzerTestOneInput(byte[] input) {
        String query = new String(input, ISO_8859_1).replaceAll("[^!-~]", "");
        String found;
        try {
            found = QueryString.first(query, "n", "none");
        } catch (IllegalArgumentException e) {
            if (String.valueOf(e.getMessage()).length() > LONGEST_MESSAGE) {
                throw new AssertionError("message: " + e.getMessage(), e);
            }
            return;
        }
        String expected = expected(query);
        if (!found.equals(expected)) {
            throw new AssertionError(query + ": " + found + " (expected: " + expected + ")");
        }
    }

    private static String expected(String query) {
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (URLDecoder.decode(name, UTF_8).equals("n")) {
                return equals < 0 ? "" : URLDecoder.decode(parameter.substring(equals + 1), UTF_8);
            }
        }
        return "none";
    }
}
