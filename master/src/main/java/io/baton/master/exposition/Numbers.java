package io.baton.master.exposition;

import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers as both formats write them. No digit is lost in either direction. */
final class Numbers {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(?:inity)?");

    /** Whole numbers up to here are written with all their digits. */
    private static final double MOST_WHOLE = 1L << 53;

    private static final int LONGEST = 400;

    private Numbers() {}

    /** The number that is next in this line. */
    static double read(LineCursor line) throws ExpositionException {
        LineCursor before = line.copy();
        String word = line.word();
        try {
            return parse(word);
        } catch (NumberFormatException e) {
            throw before.wrong("a number");
        }
    }

    /**
     * The number that this word is.
     *
     * @throws NumberFormatException if it is none
     */
    static double parse(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("nan")) {
            return Double.NaN;
        } else if (INFINITE.matcher(lower).matches()) {
            return lower.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        } else if (word.length() > LONGEST || !DECIMAL.matcher(word).matches()) {
            throw new NumberFormatException(word);
        }
        return Double.parseDouble(word);
    }

    /** Appends a number, so that it is read as the same one. */
    static void append(StringBuilder line, double number) {
        if (Double.isInfinite(number)) {
            line.append(number > 0 ? "+Inf" : "-Inf");
        } else if (number == Math.rint(number) && Math.abs(number) <= MOST_WHOLE && !isMinusZero(number)) {
            line.append((long) number);
        } else {
            line.append(number);
        }
    }

    private static boolean isMinusZero(double number) {
        return number == 0 && 1 / number < 0;
    }
}
