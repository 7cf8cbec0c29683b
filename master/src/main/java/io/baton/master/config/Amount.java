package io.baton.master.config;

import io.baton.protocol.WorkerOption;
import java.util.List;
import java.util.Map;

/**
 * A number within a range. The largest ranges leave room for arithmetic: ten years are less than a thirtieth of what
 * nanoseconds in a {@code long} can count, and a pebibyte is a thousandth of what bytes can.
 *
 * @param written how an operator writes it
 * @param unit of the numbers in messages, as {@code " ms"}
 * @param least the smallest
 * @param most the largest
 */
record Amount(Written written, String unit, long least, long most) implements Syntax<Long> {

    private static final long TEN_YEARS_MS = 3_650L * 24 * 60 * 60 * 1000;
    private static final long PEBIBYTE = 1L << 50;
    private static final long MOST_REQUESTS = 1_000_000_000_000_000L;

    /** How an operator writes a number. */
    enum Written {
        /** {@code 500ms}, {@code 30s}. */
        DURATION("D"),
        /** {@code 64k}, {@code 2g}. */
        SIZE("SIZE"),
        /** Digits. */
        NUMBER("N");

        private final String label;

        Written(String label) {
            this.label = label;
        }
    }

    /** A duration in milliseconds, up to ten years. */
    static Amount duration(long least) {
        return duration(least, TEN_YEARS_MS);
    }

    /** A duration in milliseconds. */
    static Amount duration(long least, long most) {
        return new Amount(Written.DURATION, " ms", least, most);
    }

    /** A size in bytes, up to a pebibyte. */
    static Amount size(long least) {
        return size(least, PEBIBYTE);
    }

    /** A size in bytes. */
    static Amount size(long least, long most) {
        return new Amount(Written.SIZE, " bytes", least, most);
    }

    /** A number of things. */
    static Amount number(long least, long most) {
        return new Amount(Written.NUMBER, "", least, most);
    }

    /** A number of requests. */
    static Amount requests(long least) {
        return new Amount(Written.NUMBER, " requests", least, MOST_REQUESTS);
    }

    /** What a worker takes; the message about its range is the worker's own, too, and has no unit. */
    static Amount of(WorkerOption option) {
        Written written =
                switch (option.unit()) {
                    case MILLISECONDS -> Written.DURATION;
                    case BYTES -> Written.SIZE;
                    case ONE -> Written.NUMBER;
                };
        return new Amount(written, "", option.least(), option.most());
    }

    @Override
    public Long parse(String text) {
        return switch (written) {
            case DURATION -> Units.milliseconds(text);
            case SIZE -> Units.bytes(text);
            case NUMBER -> number(text);
        };
    }

    @Override
    public String show(Long value) {
        return switch (written) {
            case DURATION -> Units.showMilliseconds(value);
            case SIZE -> Units.showBytes(value);
            case NUMBER -> value.toString();
        };
    }

    @Override
    public String expected() {
        return switch (written) {
            case DURATION -> Units.DURATION;
            case SIZE -> Units.SIZE;
            case NUMBER -> "a whole number";
        };
    }

    @Override
    public Map<String, Object> schema() {
        String text =
                switch (written) {
                    case DURATION -> "^[0-9]+([mM]?[sS]|[mMhHdD])?$";
                    case SIZE -> "^[0-9]+([bB]|[kKmMgG][bB]?)?$";
                    case NUMBER -> "^-?[0-9]+$";
                };
        return Map.of(
                "anyOf",
                List.of(
                        Map.of("type", "integer", "minimum", least, "maximum", most),
                        Map.of("type", "string", "pattern", text)));
    }

    @Override
    public String label() {
        return written.label;
    }

    @Override
    public void require(String name, Long value) {
        if (value < least || value > most) {
            throw Syntax.misfit(name + ": " + value + unit, least + ".." + most + unit);
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Syntax.misfit(text, "a whole number");
        }
    }
}
