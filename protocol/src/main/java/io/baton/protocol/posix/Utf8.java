package io.baton.protocol.posix;

/** Finds where text in UTF-8 may be cut. A limit in bytes can be in the middle of a character. */
public final class Utf8 {

    private static final int LONGEST = 4;

    private Utf8() {}

    /**
     * The last index up to {@code limit} at which no character is cut. Bytes that are not UTF-8 are cut at the limit.
     *
     * @param start the index at which the text begins
     * @param limit the last index at which the text may end, at most the array's length
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

    /** The length of a character, by its first byte. */
    private static int length(int firstByte) {
        if (firstByte >= 0xF0) {
            return firstByte < 0xF8 ? LONGEST : 1;
        }
        return firstByte >= 0xE0 ? 3 : firstByte >= 0xC0 ? 2 : 1;
    }
}
