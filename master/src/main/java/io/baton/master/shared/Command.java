package io.baton.master.shared;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one worker asks: a name and its arguments. What an argument should be and is not, an {@link IllegalArgumentException} says.
 *
 * @param words the name among them
 * @param misfit why it cannot be carried out; null if it was read as a whole
 */
record Command(List<byte[]> words, @Nullable String misfit) {

    private static final int MAX_KEY = 1024;
    private static final int MAX_SHORT = 32;

    /** Its name in capitals; empty if it has none. */
    String name() {
        return words.isEmpty() ? "" : text(0).toUpperCase(Locale.ROOT);
    }

    /** The number of words behind the name. */
    int arguments() {
        return words.size() - 1;
    }

    byte[] word(int index) {
        if (index > arguments()) {
            throw new IllegalArgumentException(name() + ": no argument " + index);
        }
        return words.get(index);
    }

    String text(int index) {
        return new String(word(index), StandardCharsets.UTF_8);
    }

    /** A word that is a 64-bit number. */
    long number(int index) {
        try {
            return Decimal.of(word(index));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name() + ": " + brief(text(index)) + " (expected: a 64-bit number)", e);
        }
    }

    /** The name for a message, whatever it is. */
    String shortName() {
        return brief(name());
    }

    /** A text for a message: on one line, and not long. */
    private static String brief(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > MAX_SHORT ? line.substring(0, MAX_SHORT) + "..." : line;
    }

    /** The first argument as a key or a topic. */
    byte[] key() {
        byte[] key = word(1);
        if (key.length < 1 || key.length > MAX_KEY) {
            throw new IllegalArgumentException(
                    name() + ": a key of " + key.length + " bytes (expected: 1.." + MAX_KEY + ")");
        }
        return key;
    }

    /** How long a value lives, {@code PX MILLISECONDS} from this argument on and nothing behind it; otherwise if there is none. */
    long life(int index, long otherwise) {
        if (arguments() < index) {
            return otherwise;
        }
        if (arguments() != index + 1 || !text(index).equals("PX")) {
            throw new IllegalArgumentException(name() + ": words behind its arguments (expected: PX MILLISECONDS)");
        }
        return milliseconds(index + 1);
    }

    /** An argument that is a life. */
    long milliseconds(int index) {
        long ms = number(index);
        if (ms < 1) {
            throw new IllegalArgumentException(name() + ": a life of " + ms + " ms (expected: at least 1)");
        }
        return ms;
    }

    /** Fails unless there are so many arguments. */
    void require(int fewest, int most) {
        if (arguments() < fewest || arguments() > most) {
            throw new IllegalArgumentException(name() + ": " + arguments() + " arguments (expected: "
                    + (fewest == most ? "" : fewest + "..") + most + ")");
        }
    }
}
