package io.baton.worker.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Reads and writes doubles as JavaScript does: {@code Number(text)} and {@code String(number)} of ECMA-262. */
final class JavaScriptNumber {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?+(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");
    private static final double EXACT = 0x1p53;
    /** So many digits tell any double from its neighbours. */
    private static final int MOST_DIGITS = 17;

    private JavaScriptNumber() {}

    /** The value of {@code Number(text)}: NaN for a text that is no number, 0 for an empty one. */
    static double parse(String text) {
        String trimmed = trim(text);
        if (trimmed.isEmpty()) {
            return 0;
        }
        if (DECIMAL.matcher(trimmed).matches()) {
            return Double.parseDouble(trimmed);
        }
        return switch (trimmed) {
            case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> parsePrefixed(trimmed);
        };
    }

    private static double parsePrefixed(String text) {
        if (text.length() < 3 || text.charAt(0) != '0') {
            return Double.NaN;
        }
        int radix =
                switch (text.charAt(1)) {
                    case 'x', 'X' -> 16;
                    case 'o', 'O' -> 8;
                    case 'b', 'B' -> 2;
                    default -> 0;
                };
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (radix == 0 || c > 'f' || Character.digit(c, radix) < 0) {
                return Double.NaN;
            }
        }
        return new BigInteger(text.substring(2), radix).doubleValue();
    }

    private static String trim(String text) {
        int from = 0;
        int end = text.length();
        while (from < end && isWhiteSpace(text.charAt(from))) {
            from++;
        }
        while (end > from && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(from, end);
    }

    private static boolean isWhiteSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == '\uFEFF' || Character.isSpaceChar(c);
    }

    /** The value of {@code String(number)}: the fewest digits that read back as the same number. */
    static String toString(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        if (Math.abs(number) < EXACT && number == Math.rint(number)) {
            return Long.toString((long) number);
        }
        BigDecimal shortest = shortest(Math.abs(number));
        String digits = shortest.unscaledValue().toString();
        return (number < 0 ? "-" : "") + format(digits, digits.length() - shortest.scale());
    }

    /** Number::toString of ECMA-262: the digits, with the point behind the first {@code point} of them. */
    private static String format(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + '.' + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String exponent = (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
        return count == 1 ? digits + exponent : digits.charAt(0) + "." + digits.substring(1) + exponent;
    }

    /** Found by halving: if so many digits suffice, so does every larger number of digits. */
    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        int tooFew = 0;
        int enough = MOST_DIGITS;
        BigDecimal found = candidate(number, exact, MOST_DIGITS);
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) >>> 1;
            BigDecimal candidate = candidate(number, exact, middle);
            if (candidate.doubleValue() == number) {
                enough = middle;
                found = candidate;
            } else {
                tooFew = middle;
            }
        }
        return found.stripTrailingZeros();
    }

    /**
     * The nearest decimal of so many digits that reads back as the number; of two, the even one; null if there is none.
     * It is not always the nearest of all: numbers next to a power of two lie closer together below it than above.
     */
    private static BigDecimal candidate(double number, BigDecimal exact, int digits) {
        BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (nearest.doubleValue() == number) {
            return nearest;
        }
        RoundingMode other = nearest.compareTo(exact) > 0 ? RoundingMode.DOWN : RoundingMode.UP;
        return exact.round(new MathContext(digits, other));
    }
}
