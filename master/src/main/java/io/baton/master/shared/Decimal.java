package io.baton.master.shared;

import java.nio.charset.StandardCharsets;

/**
 * 64-bit numbers in decimal digits, as strict as Redis reads them ({@code string2ll} in its util.c): one number has one text, so
 * none with a plus, zeros before other digits, or {@code -0}.
 */
final class Decimal {

    /** The longest text of a 64-bit number. */
    private static final int MOST = 20;

    private Decimal() {}

    /**
     * The number that this is.
     *
     * @throws NumberFormatException if it is none
     */
    static long of(byte[] text) {
        int first = text.length > 1 && text[0] == '-' ? 1 : 0;
        boolean isWhole = text.length > first && text.length <= MOST && text[first] >= '1' && text[first] <= '9';
        if (!isWhole && !(text.length == 1 && text[0] == '0')) {
            throw new NumberFormatException("no number in its only form");
        }
        return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
    }
}
