package io.baton.master.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as an operator writes them. */
public final class Units {

    /** What a duration is, for messages. */
    static final String DURATION = "a duration as 500ms, 30s, 5m, 12h or 1d";

    /** What a size is, for messages. */
    static final String SIZE = "a size as 64k, 512m or 2g";

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})([a-z]*)");

    private static final Map<String, Long> MILLISECONDS =
            Map.of("", 1L, "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Map<String, Long> BYTES = Map.of(
            "", 1L, "b", 1L, "k", 1L << 10, "kb", 1L << 10, "m", 1L << 20, "mb", 1L << 20, "g", 1L << 30, "gb",
            1L << 30);

    private static final List<String> DURATIONS = List.of("d", "h", "m", "s");
    private static final List<String> SIZES = List.of("g", "m", "k");

    private Units() {}

    /**
     * A duration, as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h} or {@code 1d}; a bare number is milliseconds.
     *
     * @throws ConfigException if it is anything else
     */
    public static long milliseconds(String text) {
        return quantity(text, MILLISECONDS, DURATION);
    }

    /**
     * A size, as {@code 64k}, {@code 512m} or {@code 2g}, in powers of 1024; a bare number is bytes.
     *
     * @throws ConfigException if it is anything else
     */
    public static long bytes(String text) {
        return quantity(text, BYTES, SIZE);
    }

    private static long quantity(String text, Map<String, Long> units, String expected) {
        Matcher matcher = QUANTITY.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches() && units.containsKey(matcher.group(2))) {
            try {
                return Math.multiplyExact(Long.parseLong(matcher.group(1)), units.get(matcher.group(2)));
            } catch (ArithmeticException e) {
                // Longer than 292 million years, or bigger than eight exbibytes.
            }
        }
        throw new ConfigException(text + " (expected: " + expected + ")");
    }

    /** A duration as an operator would write it. */
    static String showMilliseconds(long value) {
        return show(value, MILLISECONDS, DURATIONS, "ms");
    }

    /** A size as an operator would write it. */
    static String showBytes(long value) {
        return show(value, BYTES, SIZES, "");
    }

    /** In the largest unit that leaves a whole number; in a larger one than seconds only from two on, so 60s and not 1m. */
    private static String show(long value, Map<String, Long> units, List<String> names, String smallest) {
        if (value == 0) {
            return "0";
        }
        for (String name : names) {
            long unit = Objects.requireNonNull(units.get(name));
            if (value % unit == 0 && (value > unit || units == BYTES || name.equals("s"))) {
                return value / unit + name;
            }
        }
        return value + smallest;
    }
}
