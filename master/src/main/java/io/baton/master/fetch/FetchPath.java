package io.baton.master.fetch;

/** What may be asked for. */
public final class FetchPath {

    private static final int MOST = 2048;

    private FetchPath() {}

    /**
     * Returns the path.
     *
     * @throws IllegalArgumentException if it does not begin with a slash, is longer than 2048 characters, or has a character that
     *     no request line has: a space, a control character, or one beyond ASCII
     */
    public static String require(String path) {
        boolean plain = path.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!path.startsWith("/") || path.length() > MOST || !plain) {
            throw new IllegalArgumentException(
                    "path: " + path + " (expected: / and at most " + MOST + " printable ASCII characters)");
        }
        return path;
    }
}
