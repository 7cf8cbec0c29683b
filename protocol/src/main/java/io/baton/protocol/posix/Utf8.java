package io.baton.protocol.posix;

/** Where text in UTF-8 may be cut: a limit in bytes can lie in the middle of a character. */
public final class Utf8 {

    private static final int LONGEST = 4;

    private Utf8() {}

    /**
     * The last index up to {@code limit} at which no character is cut. Bytes that are no UTF-8 are cut at the limit.
     *
     * @param start where the text begins
     * @param limit where it is to end at the latest, at most the array's length
     */
    public static int cut(byte[] bytes, int start, int limit) {
        int first = Math.max(start, limit - LONGEST + 1);
        for (int i = limit - 1; i >= first; i--) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return i + length(bytes[i] & 0xFF) > limit ? i : limit;
            }
        }
        return limit;
    }

    /** Of a character, by its first byte. */
    private static int length(int firstByte) {
        if (firstByte >= 0xF0) {
            return firstByte < 0xF8 ? LONGEST : 1;
        }
        return firstByte >= 0xE0 ? 3 : firstByte >= 0xC0 ? 2 : 1;
    }
}
