package io.baton.master.config;

import org.jspecify.annotations.Nullable;

/**
 * A text with places for what differs between workers: {@code {{index}}} is the slot's number from 0 on, {@code {{index+5005}}}
 * that number and 5005, {@code {{name}}} the application's name. Other texts in such brackets stay as they are, because other
 * programs have templates too.
 */
public final class SlotText {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String INDEX = "index";
    private static final String NAME = "name";

    private SlotText() {}

    /** Whether each slot gets another text. */
    public static boolean dependsOnSlot(String text) {
        return text.contains(OPEN) && !fill(text, 0, "").equals(fill(text, 1, ""));
    }

    /**
     * The text for one slot.
     *
     * @param index the slot's number, from 0 on
     * @param name of the application
     */
    public static String fill(String text, int index, String name) {
        return replaced(text, name, Integer.valueOf(index));
    }

    /** The text for a worker without a slot. */
    public static String fill(String text, String name) {
        return replaced(text, name, null);
    }

    /**
     * Refuses a place that looks like an index and is none.
     *
     * @param what the text is, for the message
     */
    static void require(String what, String text) {
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, open + 1)) {
            int close = text.indexOf(CLOSE, open);
            String inner = text.substring(open + OPEN.length(), close < 0 ? text.length() : close);
            if (looksLikeIndex(inner.strip()) && (close < 0 || summand(inner.strip()) == null)) {
                throw new ConfigException(what + ": " + text + " (expected: {{index}}, or as {{index+5005}})");
            }
        }
    }

    /** Any other word that begins so is another program's business. */
    private static boolean looksLikeIndex(String inner) {
        return inner.startsWith(INDEX)
                && (inner.length() == INDEX.length() || !Character.isLetterOrDigit(inner.charAt(INDEX.length())));
    }

    private static String replaced(String text, String name, @Nullable Integer index) {
        int open = text.indexOf(OPEN);
        if (open < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        int done = 0;
        while (open >= 0) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                break;
            }
            String inner = text.substring(open + OPEN.length(), close).strip();
            Long summand = summand(inner);
            String value = inner.equals(NAME)
                    ? name
                    : summand != null && index != null ? String.valueOf(index + summand) : null;
            if (value != null) {
                filled.append(text, done, open).append(value);
                done = close + CLOSE.length();
                open = text.indexOf(OPEN, done);
            } else {
                open = text.indexOf(OPEN, open + 1);
            }
        }
        return filled.append(text, done, text.length()).toString();
    }

    /** What is added to the index; null if this is no index. */
    private static @Nullable Long summand(String inner) {
        if (!inner.startsWith(INDEX)) {
            return null;
        }
        String rest = inner.substring(INDEX.length()).strip();
        if (rest.isEmpty()) {
            return 0L;
        }
        char sign = rest.charAt(0);
        String digits = rest.substring(1).strip();
        boolean number =
                !digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || (sign != '+' && sign != '-')) {
            return null;
        }
        long value = Long.parseLong(digits);
        return sign == '+' ? value : -value;
    }
}
